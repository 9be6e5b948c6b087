"""Callbacks kept on objects, in lists and in dicts until something calls them."""

import time

import requests
from fastapi import FastAPI

app = FastAPI()


class Emitter:
    def __init__(self):
        self.handlers = {}

    def on(self, event, handler):
        self.handlers.setdefault(event, []).append(handler)

    def emit(self, event, payload):
        for handler in self.handlers.get(event, []):
            handler(payload)


class Task:
    def __init__(self, action, done=None):
        self.action = action
        self.done = done

    def run(self):
        result = self.action()
        if self.done:
            self.done(result)


emitter = Emitter()
hooks = []


def hook(function):
    hooks.append(function)
    return function


def notify(payload):
    requests.post("https://hooks.example.com", json=payload)  # expect: blocking-http via POST /events


emitter.on("created", notify)


@hook
def slow_hook():
    time.sleep(1)  # expect: blocking-sleep via POST /hooks


def compute():
    return 1


def report(result):
    time.sleep(result)  # expect: blocking-sleep via POST /tasks, not via POST /silent


@app.post("/events")
async def events():
    emitter.emit("created", {})  # boundary


@app.post("/hooks")
async def run_hooks():
    for function in hooks:
        function()  # boundary


@app.post("/tasks")
async def tasks():
    Task(compute, done=report).run()  # boundary


@app.post("/silent")
async def silent():
    Task(compute).run()
