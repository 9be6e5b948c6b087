"""Operators of every form: reflected ones, augmented ones on names, attributes and items, and what stands in for them."""

import math

import requests
from fastapi import FastAPI

app = FastAPI()


def ask(text):
    return requests.get("https://example.com", params={"text": text}).json()  # expect: blocking-http via GET /names


class Number:
    def __radd__(self, other):
        return requests.get("https://example.com/radd").json()  # expect: blocking-http via GET /reflected/add, not via GET /add

    def __rmod__(self, other):
        return requests.get("https://example.com/rmod").json()  # expect: blocking-http via GET /reflected/mod

    def __gt__(self, other):
        return requests.get("https://example.com/gt").ok  # expect: blocking-http via GET /reflected/less via GET /greater

    def __ge__(self, other):
        return requests.get("https://example.com/ge").ok  # expect: blocking-http via GET /reflected/at-most

    def __eq__(self, other):
        return requests.get("https://example.com/eq").ok  # expect: blocking-http via GET /reflected/equal via GET /unequal via GET /in-list

    def __hash__(self):
        return 1

    def __neg__(self):
        return requests.get("https://example.com/neg").json()  # expect: blocking-http via GET /neg

    def __abs__(self):
        return requests.get("https://example.com/abs").json()  # expect: blocking-http via GET /abs

    def __int__(self):
        return requests.get("https://example.com/int").json()  # expect: blocking-http via GET /int

    def __float__(self):
        return requests.get("https://example.com/float").json()  # expect: blocking-http via GET /float

    def __round__(self, digits=0):
        return requests.get("https://example.com/round").json()  # expect: blocking-http via GET /round

    def __ceil__(self):
        return requests.get("https://example.com/ceil").json()  # expect: blocking-http via GET /ceil

    def __divmod__(self, other):
        return requests.get("https://example.com/divmod").json()  # expect: blocking-http via GET /divmod

    def __index__(self):
        return requests.get("https://example.com/index").json()  # expect: blocking-http via GET /index

    def __bytes__(self):
        return requests.get("https://example.com/bytes").content  # expect: blocking-http via GET /bytes


class Total:
    def __iadd__(self, other):
        requests.post("https://example.com/iadd", json=other)  # expect: blocking-http via GET /augmented/name via GET /augmented/attribute via GET /augmented/item
        return self

    def __add__(self, other):
        return requests.post("https://example.com/add", json=other)  # expect: blocking-http via GET /add, not via GET /augmented/name

    def __mul__(self, other):
        return requests.post("https://example.com/mul", json=other)  # expect: blocking-http via GET /augmented/fallback


class Store:
    def __getitem__(self, key):
        return requests.get("https://example.com/" + key).json()  # expect: blocking-http via GET /augmented/store

    def __setitem__(self, key, value):
        requests.put("https://example.com/" + key, json=value)  # expect: blocking-http via GET /augmented/store


class Account:
    def __init__(self):
        self.total = Total()

    @property
    def balance(self):
        return requests.get("https://example.com/balance").json()  # expect: blocking-http via GET /augmented/property

    @balance.setter
    def balance(self, value):
        requests.put("https://example.com/balance", json=value)  # expect: blocking-http via GET /augmented/property


class Defaults(dict):
    def __missing__(self, key):
        return requests.get("https://example.com/" + key).json()  # expect: blocking-http via GET /missing


class Names:
    def __iter__(self):
        yield ask("names")


@app.get("/reflected/add")
async def reflected_add():
    return 1 + Number()  # boundary


@app.get("/reflected/mod")
async def reflected_mod(text: str):
    return text % Number()  # boundary


@app.get("/reflected/less")
async def reflected_less():
    return 1 < Number()  # boundary


@app.get("/reflected/at-most")
async def reflected_at_most(limit: int):
    return limit <= Number()  # boundary


@app.get("/reflected/equal")
async def reflected_equal(limit: int):
    return limit == Number()  # boundary


@app.get("/unequal")
async def unequal(limit: int):
    return Number() != limit  # boundary


@app.get("/in-list")
async def in_list():
    numbers = [Number()]
    return 1 in numbers  # boundary


@app.get("/greater")
async def greater():
    return Number() > 1  # boundary


@app.get("/neg")
async def negative():
    return -Number()  # boundary


@app.get("/abs")
async def absolute():
    return abs(Number())  # boundary


@app.get("/int")
async def as_int():
    return int(Number())  # boundary


@app.get("/float")
async def as_float():
    return float(Number())  # boundary


@app.get("/round")
async def rounded():
    return round(Number(), 2)  # boundary


@app.get("/ceil")
async def ceiling():
    return math.ceil(Number())  # boundary


@app.get("/divmod")
async def both():
    return divmod(Number(), 2)  # boundary


@app.get("/index")
async def as_index():
    return hex(Number())  # boundary


@app.get("/bytes")
async def as_bytes():
    return bytes(Number())  # boundary


@app.get("/add")
async def add():
    return Total() + 1  # boundary


@app.get("/augmented/name")
async def augmented_name():
    total = Total()
    total += 1  # boundary
    return total


@app.get("/augmented/attribute")
async def augmented_attribute():
    account = Account()
    account.total += 1  # boundary


@app.get("/augmented/item")
async def augmented_item():
    totals = {"a": Total()}
    totals["a"] += 1  # boundary


@app.get("/augmented/fallback")
async def augmented_fallback():
    total = Total()
    total *= 2  # boundary
    return total


@app.get("/augmented/store")
async def augmented_store():
    store = Store()
    store["a"] += 1  # boundary


@app.get("/augmented/property")
async def augmented_property():
    account = Account()
    account.balance += 1  # boundary


@app.get("/missing")
async def missing():
    return Defaults()["key"]  # boundary


@app.get("/names")
async def names():
    return "me" in Names()  # boundary


@app.get("/plain")
async def plain():
    count = 1
    count += 2
    return count < 3
