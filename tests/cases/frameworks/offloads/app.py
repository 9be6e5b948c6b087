"""joblib and WSGI: work beside the loop."""

import time

from fastapi import FastAPI
from joblib import Parallel, delayed
from starlette.middleware.wsgi import WSGIMiddleware


def work(number: int) -> None:
    time.sleep(number)


def wsgi(environ, start_response):
    time.sleep(1)
    return []


app = FastAPI()
app.mount("/old", WSGIMiddleware(wsgi))


def direct() -> None:
    time.sleep(1)  # expect: blocking-sleep


@app.get("/")
async def route():
    Parallel(n_jobs=2)(delayed(work)(number) for number in range(2))  # expect: cpu-bound
    direct()
