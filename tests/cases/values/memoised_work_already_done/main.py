"""What a cache holds since the start is not done again in a route."""

import os

import config
from config import by_name, features, settings
from fastapi import FastAPI
from routes import router

settings()
by_name("names.txt")
config.never_kept()
config.plain()
if os.environ.get("EAGER"):
    config.perhaps()
for _ in range(int(os.environ.get("TIMES", 0))):
    config.in_loop()
try:
    config.tried()
except OSError:
    pass
os.environ.get("LAZY") or config.second()


def create_app():
    application = FastAPI(title=features())
    config.secrets()
    if os.environ.get("EARLY"):
        return application
    config.behind_return()
    return application


app = create_app()
app.include_router(router)


@app.get("/settings")
async def show():
    return settings(), config.secrets(), features()


@app.get("/words")
async def words():
    return config.words()  # boundary


@app.get("/never")
async def never():
    return config.never_kept()  # boundary


@app.get("/name")
async def name():
    return by_name("other.txt")  # boundary


@app.get("/plain")
async def plain():
    return config.plain()  # boundary


@app.get("/perhaps")
async def perhaps():
    config.in_loop()  # boundary
    config.tried()  # boundary
    config.behind_return()  # boundary
    config.second()  # boundary
    return config.perhaps()  # boundary


@app.get("/elsewhere")
async def elsewhere():
    return config.elsewhere()  # boundary
