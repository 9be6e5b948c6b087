"""Quart: what is kept on the application, its configuration and `g` is used by views."""

import time

from quart import Blueprint, Quart, current_app, g


class Database:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /pages/read


class Session:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /pages/session


class Index:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /pages/find


pages = Blueprint("pages", __name__, url_prefix="/pages")


def create_app() -> Quart:
    app = Quart(__name__)
    app.database = Database()
    app.config["INDEX"] = Index()
    app.register_blueprint(pages)
    app.before_request(open_session)
    return app


async def open_session() -> None:
    g.session = Session()


@pages.get("/read")
async def read():
    current_app.database.read()
    return ""


@pages.get("/session")
async def session():
    g.session.read()
    return ""


@pages.get("/find")
async def find():
    current_app.config["INDEX"].read()
    return ""
