"""Textual: plain methods run on the loop, `@work(thread=True)` in a thread."""

import time

from textual import on, work
from textual.app import App, ComposeResult
from textual.widgets import Button


class Main(App[None]):
    def compose(self) -> ComposeResult:
        time.sleep(1)  # expect: blocking-sleep via Main.compose
        yield Button("x")

    async def on_mount(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via Main.on_mount
        self.set_interval(1, self.tick)
        self.load()

    def action_refresh(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via Main.action_refresh

    def tick(self) -> None:
        time.sleep(1)  # expect: blocking-sleep

    @on(Button.Pressed)
    def pressed(self) -> None:
        time.sleep(1)  # expect: blocking-sleep

    @work(thread=True)
    def load(self) -> None:
        time.sleep(1)
        self.call_from_thread(self.loaded)

    def loaded(self) -> None:
        time.sleep(1)  # expect: blocking-sleep

    def helper(self) -> None:
        time.sleep(1)
