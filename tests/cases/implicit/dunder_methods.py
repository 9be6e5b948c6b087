"""Operators, lengths, truth, text and membership run special methods."""

import requests
from fastapi import FastAPI

app = FastAPI()


class Remote:
    def __init__(self, url="https://example.com"):
        self.url = url

    def __len__(self):
        return int(requests.head(self.url).headers["count"])  # expect: blocking-http via GET /len

    def __bool__(self):
        return requests.head(self.url).ok  # expect: blocking-http via GET /bool via GET /not

    def __str__(self):
        return requests.get(self.url).text  # expect: blocking-http via GET /str via GET /f-string

    def __contains__(self, key):
        return requests.get(self.url, params={"key": key}).ok  # expect: blocking-http via GET /in

    def __getitem__(self, key):
        return requests.get(self.url + key).json()  # expect: blocking-http via GET /item

    def __setitem__(self, key, value):
        requests.put(self.url + key, json=value)  # expect: blocking-http via PUT /item

    def __delitem__(self, key):
        requests.delete(self.url + key)  # expect: blocking-http via DELETE /item

    def __add__(self, other):
        return requests.post(self.url, json=other)  # expect: blocking-http via GET /add

    def __iadd__(self, other):
        requests.post(self.url, json=other)  # expect: blocking-http via GET /iadd
        return self

    def __eq__(self, other):
        return requests.get(self.url).json() == other  # expect: blocking-http via GET /eq

    def __lt__(self, other):
        return requests.get(self.url).json() < other  # expect: blocking-http via GET /lt

    def __hash__(self):
        return 1

    def __enter__(self):
        requests.post(self.url)  # expect: blocking-http via GET /with
        return self

    def __exit__(self, *exc):
        requests.delete(self.url)  # expect: blocking-http via GET /with


@app.get("/len")
async def by_len():
    return len(Remote())  # boundary


@app.get("/bool")
async def by_bool():
    if Remote():  # boundary
        return 1


@app.get("/not")
async def by_not():
    remote = Remote()
    return not remote  # boundary


@app.get("/str")
async def by_str():
    return str(Remote())  # boundary


@app.get("/f-string")
async def by_f_string():
    return f"{Remote()}"  # boundary


@app.get("/in")
async def by_in():
    return "key" in Remote()  # boundary


@app.get("/item")
async def get_item():
    return Remote()["key"]  # boundary


@app.put("/item")
async def put_item():
    remote = Remote()
    remote["key"] = 1  # boundary


@app.delete("/item")
async def delete_item():
    remote = Remote()
    del remote["key"]  # boundary


@app.get("/add")
async def by_add():
    return Remote() + 1  # boundary


@app.get("/iadd")
async def by_iadd():
    remote = Remote()
    remote += 1


@app.get("/eq")
async def by_eq():
    return Remote() == 1  # boundary


@app.get("/lt")
async def by_lt():
    return Remote() < 1  # boundary


@app.get("/with")
async def by_with():
    with Remote():  # boundary
        return 1


@app.get("/none-of-these")
async def none_of_these():
    remote = Remote()
    return remote.url
