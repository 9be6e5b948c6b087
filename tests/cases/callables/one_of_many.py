"""One call of one of many is followed; a way that must take one of many again and again is not worth showing."""

import time

from fastapi import FastAPI

app = FastAPI()


def one():
    time.sleep(1)  # expect: blocking-sleep via GET /once via GET /twice via GET /every, not via GET /four-times


def two():
    return 2


def three():
    return 3


def four():
    return 4


def five():
    return 5


LAST = {"one": one, "two": two, "three": three, "four": four, "five": five}


def last(name):
    return LAST[name]()


def first_b(name):
    return "b"


def first_c(name):
    return "c"


def first_d(name):
    return "d"


MIDDLE = {"last": last, "b": first_b, "c": first_c, "d": first_d}


def middle(name):
    return MIDDLE[name](name)


FIRST = {"middle": middle, "b": first_b, "c": first_c, "d": first_d}


def first(name):
    return FIRST[name](name)


def every(name):
    for handler in (one, two, three, four):
        handler()


EVERY = {"every": every, "b": first_b, "c": first_c, "d": first_d}


@app.get("/once")
async def once(name: str):
    return last(name)  # boundary


@app.get("/twice")
async def twice(name: str):
    return middle(name)  # boundary


@app.get("/four-times")
async def four_times(name: str):
    return first(name)


@app.get("/every")
async def every_route(name: str):
    return EVERY[name](name)  # boundary
