"""Modules and names that nobody can know before the program runs: nothing is guessed."""

import importlib

from fastapi import FastAPI

app = FastAPI()


def load(name):
    return importlib.import_module(f"plugins.{name}")


@app.get("/plugins/{name}")
async def plugin(name: str):
    found = load(name)
    found.execute("select 1")
    return found.get("https://example.com"), found.sleep(1), vars(found)["run"]()


@app.get("/eval")
async def evaluated(text: str):
    return eval(text), globals()[text]()
