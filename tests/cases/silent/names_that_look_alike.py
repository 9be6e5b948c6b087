"""Same names, other things: local classes, parameters, modules of the project, dictionaries."""

import json

from fastapi import FastAPI

app = FastAPI()


class requests:
    @staticmethod
    def get(url):
        return url


class time:
    sleep = staticmethod(lambda seconds: None)


class Client:
    def get(self, key):
        return {"a": 1}.get(key)

    def execute(self, statement):
        return statement

    def send(self, text):
        return text


def open(name):
    return name


@app.get("/classes")
async def classes():
    time.sleep(1)
    return requests.get("https://example.com")


@app.get("/client")
async def client():
    found = Client()
    return found.get("a"), found.execute("select 1"), found.send("hello")


@app.get("/dict")
async def of_dict(data: dict):
    return data.get("key"), json.dumps(data), {}.setdefault("a", 1), data.pop("b", None)


@app.get("/shadowed")
async def shadowed(os=None):
    return os.system("ls"), open("file").upper()


@app.get("/unknown")
async def unknown(connection, session, request):
    connection.execute("select 1")
    session.commit()
    return request.get("https://example.com")
