"""Textual: an app without a terminal, its messages, timers and workers."""

from textual import on, work
from textual.app import App
from textual.reactive import reactive
from textual.widgets import Button

RULES = ("frameworks/textual",)
NOT_DRIVEN = {}

PUMP, NODE = "textual.message_pump.MessagePump", "textual.dom.DOMNode"


async def drive(truth):
    app = application(truth)
    truth.phase = "serving"
    async with app.run_test() as pilot:
        await pilot.click("#button")
        await pilot.press("x")
        app.counter = 2
        work_and_call(app, truth)
        await app.workers.wait_for_complete()
        await pilot.pause(0.1)


def application(truth):
    class Truth(App):
        BINDINGS = (("x", "count", "Count"),)
        counter = reactive(0)

        def compose(self):
            truth.ran(NODE, "sync", ".compose")
            yield Button("x", id="button")
            truth.ran(NODE, "sync", ".compose")

        async def on_mount(self):
            truth.ran(PUMP, "async", ".on_*")

        def on_key(self):
            truth.ran(PUMP, "sync", ".on_*")

        def action_count(self):
            truth.ran(PUMP, "sync", ".action_*")

        def watch_counter(self):
            truth.ran(NODE, "sync", ".watch_*")

        @on(Button.Pressed)
        def pressed(self):
            truth.ran("textual.on", "sync")

        @on(Button.Pressed)
        async def pressed_too(self):
            truth.ran("textual.on", "async")

        @work
        async def bare(self):
            truth.ran("textual.work", "async", "method")

        @work(exclusive=False)
        async def decorated(self):
            truth.ran("textual.work", "async", "decorates#0")

        @work(thread=True)
        def threaded(self):
            truth.ran("textual.work", "sync", "decorates#1")
            self.call_from_thread(truth.plain("textual.app.App.call_from_thread"))
            self.call_from_thread(truth.coroutine("textual.app.App.call_from_thread"))

        @work(thread=True)
        async def private(self):
            truth.ran("textual.work", "async", "decorates#1")

    return Truth()


def work_and_call(app, truth):
    app.bare()
    app.decorated()
    app.threaded()
    app.private()
    app.run_worker(truth.coroutine(f"{NODE}.run_worker", "work#0"))
    for probe in (truth.plain, truth.coroutine):
        app.run_worker(probe(f"{NODE}.run_worker", "work#1"), thread=True)
        app.call_later(probe(f"{PUMP}.call_later"))
        app.set_timer(0.01, probe(f"{PUMP}.set_timer"))
    app.watch(app, "counter", truth.plain(f"{NODE}.watch"))
