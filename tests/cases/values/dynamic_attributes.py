"""`setattr`, `getattr` and class attributes set from outside."""

import httpx
from fastapi import FastAPI

app = FastAPI()


class Services: ...


services = Services()
setattr(services, "http", httpx.Client())
Services.shared = httpx.Client()


class Settings:
    pass


def configure(settings):
    settings.http = httpx.Client()
    return settings


settings = configure(Settings())


@app.get("/setattr")
async def by_setattr():
    return services.http.get("/")  # expect: blocking-http via GET /setattr


@app.get("/getattr")
async def by_getattr():
    return getattr(services, "http").get("/")  # expect: blocking-http via GET /getattr


@app.get("/class")
async def on_the_class():
    return services.shared.get("/")  # expect: blocking-http via GET /class


@app.get("/from-outside")
async def from_outside():
    return settings.http.get("/")  # expect: blocking-http via GET /from-outside
