"""Textual: a widget reaches what the project's own application class holds."""

import time

from textual.app import App
from textual.widgets import Static


class Database:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep


class Panel(Static):
    def on_mount(self) -> None:
        self.app.database.read()


class Terminal(App):
    def __init__(self) -> None:
        super().__init__()
        self.database = Database()

    def compose(self):
        yield Panel()
