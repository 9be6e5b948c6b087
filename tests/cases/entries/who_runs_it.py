"""Only what a loop runs counts: not scripts, commands, plain routes, and code that nothing calls."""

import time

import click
from fastapi import FastAPI

app = FastAPI()


def shared():
    time.sleep(1)  # expect: blocking-sleep via GET /async, not via GET /def


def unused():
    time.sleep(1)


class Unused:
    def method(self):
        time.sleep(1)


@app.get("/async")
async def asynchronous():
    shared()  # boundary


@app.get("/def")
def plain():
    shared()


@click.command()
def command():
    shared()
    time.sleep(1)


time.sleep(0.5)

if __name__ == "__main__":
    time.sleep(2)
    command()
