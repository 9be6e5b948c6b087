"""Litestar: what is kept in the state of the application is used by handlers; methods reach their controller."""

import time

from litestar import Controller, Litestar, Request, get
from litestar.config.app import AppConfig
from litestar.datastructures import State
from litestar.plugins import InitPluginProtocol


class Database:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /read


class Index:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /find


def start(app: Litestar) -> None:
    app.state.database = Database()
    app.state.index = Index()


@get("/read")
async def read(state: State) -> None:
    state.database.read()


@get("/find")
async def find(request: Request) -> None:
    request.app.state.index.read()


class Pages(Controller):
    @get("/page")
    async def page(self) -> None:
        self.render()

    def render(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /page


def connect(app: Litestar) -> None:
    time.sleep(1)  # expect: blocking-sleep via lifespan hook connect


class Plugin(InitPluginProtocol):
    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        app_config.on_startup.append(connect)
        return app_config


app = Litestar([read, find, Pages], on_startup=[start], plugins=[Plugin()])
