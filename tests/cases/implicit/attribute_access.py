"""What runs when attributes are read, set and deleted: `__getattribute__`, `__setattr__`, `__delattr__`, data descriptors."""

import requests
from fastapi import FastAPI

app = FastAPI()


class Field:
    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        return requests.get("https://example.com/get").text  # expect: blocking-http via GET /field via PATCH /field

    def __set__(self, instance, value):
        value.store("https://example.com/set")

    def __delete__(self, instance):
        requests.delete("https://example.com/delete")  # expect: blocking-http via DELETE /field


class Remote:
    def store(self, url):
        requests.put(url)  # expect: blocking-http via PUT /field via PATCH /field via PUT /field/by-name, not via PUT /field/local


class Local:
    def store(self, url):
        return url


class Model:
    field = Field()


class Derived(Model): ...


class Tracked:
    def __init__(self, url):
        self.url = url

    def __setattr__(self, name, value):
        requests.post("https://example.com/changed")  # expect: blocking-http via POST /tracked via PUT /tracked via PUT /tracked/by-name
        super().__setattr__(name, value)

    def __delattr__(self, name):
        requests.post("https://example.com/deleted")  # expect: blocking-http via DELETE /tracked via DELETE /tracked/by-name
        super().__delattr__(name)


class Guarded:
    def __getattribute__(self, name):
        requests.post("https://example.com/read")  # expect: blocking-http via GET /guarded
        return super().__getattribute__(name)

    def ping(self):
        return requests.get("https://example.com/ping").ok  # expect: blocking-http via GET /guarded


class Account:
    @property
    def name(self):
        return "name"

    @name.setter
    def name(self, value):
        requests.put("https://example.com/name")  # expect: blocking-http via PUT /property, not via DELETE /property

    @name.deleter
    def name(self):
        requests.delete("https://example.com/name")  # expect: blocking-http via DELETE /property, not via PUT /property

    def _get_size(self):
        return requests.get("https://example.com/size").text  # expect: blocking-http via GET /property/made

    def _set_size(self, value):
        requests.put("https://example.com/size")  # expect: blocking-http via PUT /property/made

    def _delete_size(self):
        requests.delete("https://example.com/size")  # expect: blocking-http via DELETE /property/made

    size = property(_get_size, _set_size, _delete_size)


class Optional:
    @property
    def loaded(self):
        return requests.get("https://example.com/loaded").json()  # expect: blocking-http via GET /hasattr


@app.get("/field")
async def get_field():
    return Model().field  # boundary


@app.put("/field")
async def set_field():
    model = Derived()
    model.field = Remote()  # boundary


@app.put("/field/local")
async def set_field_local():
    model = Model()
    model.field = Local()


@app.patch("/field")
async def patch_field():
    model = Model()
    model.field, other = Remote(), model.field  # boundary
    return other


@app.put("/field/by-name")
async def set_field_by_name():
    setattr(Model(), "field", Remote())  # boundary


@app.delete("/field")
async def delete_field():
    model = Model()
    del model.field  # boundary


@app.post("/tracked")
async def make_tracked():
    return Tracked("https://example.com").url  # boundary


@app.put("/tracked")
async def set_tracked(tracked: Tracked):
    tracked.url = "https://example.com"  # boundary


@app.put("/tracked/by-name")
async def set_tracked_by_name(tracked: Tracked, name: str):
    setattr(tracked, name, 1)  # boundary


@app.delete("/tracked")
async def delete_tracked(tracked: Tracked):
    del tracked.url  # boundary


@app.delete("/tracked/by-name")
async def delete_tracked_by_name(tracked: Tracked):
    delattr(tracked, "url")  # boundary


@app.get("/guarded")
async def guarded():
    return Guarded().ping()  # boundary


@app.put("/property")
async def set_property():
    account = Account()
    account.name = "new"  # boundary


@app.delete("/property")
async def delete_property():
    account = Account()
    del account.name  # boundary


@app.get("/property/made")
async def get_made():
    return Account().size  # boundary


@app.put("/property/made")
async def set_made():
    account = Account()
    account.size = 1  # boundary


@app.delete("/property/made")
async def delete_made():
    account = Account()
    del account.size  # boundary


@app.get("/hasattr")
async def by_hasattr():
    return hasattr(Optional(), "loaded")  # boundary
