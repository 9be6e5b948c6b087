"""Steps that are kept in a list and run one after the other."""

import requests
from fastapi import FastAPI

app = FastAPI()


class Pipeline:
    def __init__(self, *steps):
        self.steps = list(steps)

    def then(self, step):
        self.steps.append(step)
        return self

    def run(self, value):
        for step in self.steps:
            value = step(value)
        return value


class Enrich:
    def __init__(self, url):
        self.url = url

    def __call__(self, value):
        return {**value, **requests.get(self.url).json()}  # expect: blocking-http via POST /enrich


def clean(value):
    return {key: item for key, item in value.items() if item}


def store(value):
    requests.put("https://store.example.com", json=value)  # expect: blocking-http via POST /enrich
    return value


enrich = Pipeline(clean, Enrich("https://api.example.com")).then(store)
pure = Pipeline(clean)


@app.post("/enrich")
async def post_enrich(value: dict):
    return enrich.run(value)  # boundary


@app.post("/clean")
async def post_clean(value: dict):
    return pure.run(value)
