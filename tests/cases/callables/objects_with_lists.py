"""Each object has lists and dicts of its own, and what it is given does not end up in another."""

import time
from collections import defaultdict

import acme
import httpx
from fastapi import FastAPI

app = FastAPI()


def slow(event):
    time.sleep(1)  # expect: blocking-sleep via GET /slow via GET /any not via GET /quick


def quick(event):
    return event


class Bus:
    """Handlers by event; a list is made when the first one is subscribed."""

    def __init__(self):
        self.handlers = {}
        self.later = defaultdict(list)

    def subscribe(self, event, handler):
        self.handlers.setdefault(event, []).append(handler)
        self.later[event].append(handler)

    def publish(self, event):
        for handler in self.handlers[event]:
            handler(event)
        for handler in self.later[event]:
            handler(event)


slow_bus, quick_bus = Bus(), Bus()
slow_bus.subscribe("made", slow)
quick_bus.subscribe("made", quick)


@app.get("/slow")
async def publish_slow():
    slow_bus.publish("made")  # boundary


@app.get("/quick")
async def publish_quick():
    quick_bus.publish("made")


def publish(bus: Bus):
    bus.publish("made")


@app.get("/any")
async def publish_any():
    publish(acme.bus())  # boundary


# A base class makes the list, a setter gives the client


class Plugin:
    def __init__(self, *steps):
        self.steps = list(steps)
        self.extra = []
        self.client = None

    def use(self, client):
        self.client = client
        return self


class Runner(Plugin):
    def __init__(self, step, name):
        super().__init__()
        self.extra.append(step)
        self.name = name

    def run(self):
        for step in self.extra:
            step(self.name)

    def fetch(self):
        return self.client.get("https://example.com")  # expect: blocking-http via GET /runners/slow not via GET /runners/quick


def slow_step(name):
    time.sleep(2)  # expect: blocking-sleep via GET /runners/slow not via GET /runners/quick


slow_runner = Runner(slow_step, "slow")
quick_runner = Runner(quick, "quick")
slow_runner.use(httpx.Client())
quick_runner.use(httpx.AsyncClient())


@app.get("/runners/slow")
async def run_slow():
    slow_runner.run()  # boundary
    return slow_runner.fetch()  # boundary


@app.get("/runners/quick")
async def run_quick():
    quick_runner.run()
    return await quick_runner.fetch()


# More objects than are told apart, and one that came from somewhere else


class Hook:
    def __init__(self):
        self.callbacks = []

    def add(self, callback):
        self.callbacks.append(callback)

    def fire(self):
        for callback in self.callbacks:
            callback("fired")


def slow_callback(event):
    time.sleep(3)  # expect: blocking-sleep via GET /hooks


def slow_everywhere(event):
    time.sleep(4)  # expect: blocking-sleep via GET /hooks via GET /first


first = Hook()
hooks = [first, Hook(), Hook(), Hook(), Hook(), Hook(), Hook(), Hook(), Hook(), Hook(), Hook(), Hook()]
hooks[11].add(slow_callback)


def add_to(hook: Hook):
    hook.add(slow_everywhere)


add_to(acme.hook())


@app.get("/hooks")
async def fire_all():
    for hook in hooks:
        hook.fire()  # boundary


@app.get("/first")
async def fire_first():
    first.fire()  # boundary
