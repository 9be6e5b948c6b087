"""Tornado: handlers reach what the project's own application class holds; `gen.coroutine` steps run on the loop."""

import time

from tornado import gen
from tornado.web import Application, RequestHandler


class Database:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET Page


class Page(RequestHandler):
    @property
    def database(self) -> Database:
        return self.application.database

    async def get(self) -> None:
        self.application.database.read()

    @gen.coroutine
    def put(self):
        yield gen.sleep(0)
        time.sleep(1)  # expect: blocking-sleep via PUT Page


class Pages(Application):
    def __init__(self) -> None:
        self.database = Database()
        super().__init__([(r"/", Page)])
