"""BlackSheep: the methods of a controller are handlers, and reach what it was made with."""

import time

from blacksheep import Application
from blacksheep.server.controllers import Controller, get


class Database:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /pages


app = Application()


class Pages(Controller):
    def __init__(self) -> None:
        self.database = Database()

    @app.controllers_router.get("/pages")
    async def pages(self):
        self.database.read()

    @get("/other")
    def other(self):
        time.sleep(1)  # expect: blocking-sleep via GET /other
