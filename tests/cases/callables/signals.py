"""A signal class of the project: receivers are connected by a decorator, by a call, as methods."""

import requests
from fastapi import FastAPI

app = FastAPI()


class Signal:
    def __init__(self):
        self._receivers = []

    def connect(self, receiver):
        self._receivers.append(receiver)
        return receiver

    def send(self, sender, **payload):
        return [receiver(sender, **payload) for receiver in self._receivers]

    async def send_async(self, sender):
        for receiver in self._receivers:
            await receiver(sender)


user_created = Signal()
user_deleted = Signal()
user_seen = Signal()


@user_created.connect
def welcome(sender, **payload):
    requests.post("https://mail.example.com", json=payload)  # expect: blocking-http via POST /users not via DELETE /users


class Audit:
    def deleted(self, sender, **payload):
        requests.post("https://audit.example.com", json=payload)  # expect: blocking-http via DELETE /users not via POST /users


user_deleted.connect(Audit().deleted)


@user_seen.connect
async def seen(sender):
    requests.post("https://stats.example.com")  # expect: blocking-http via GET /users


@app.post("/users")
async def create():
    user_created.send("api", name="new")  # boundary


@app.delete("/users")
async def delete():
    user_deleted.send("api", name="old")  # boundary


@app.get("/users")
async def users():
    await user_seen.send_async("api")
