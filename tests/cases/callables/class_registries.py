"""Classes that register themselves under a name: by decorator, by `__init_subclass__`, in a dict of classes."""

import boto3
from fastapi import FastAPI

app = FastAPI()
BACKENDS = {}


def register(name):
    def decorate(cls):
        BACKENDS[name] = cls
        return cls

    return decorate


@register("s3")
class S3:
    def __init__(self):
        self.client = boto3.client("s3")

    def save(self, key):
        self.client.put_object(Bucket="b", Key=key)  # expect: blocking-sdk via PUT /any via PUT /s3, not via PUT /memory


@register("memory")
class Memory:
    def __init__(self):
        self.keys = []

    def save(self, key):
        self.keys.append(key)


class Exporter:
    exporters = {}

    def __init_subclass__(cls, kind="", **kwargs):
        cls.exporters[kind] = cls

    def export(self): ...


class CsvExporter(Exporter, kind="csv"):
    def export(self):
        return open("/tmp/export.csv").read()  # todo-expect: blocking-file via GET /export -- `__init_subclass__` does not run


@app.put("/any")
async def save_any(backend: str):
    BACKENDS[backend]().save("key")  # boundary


@app.put("/s3")
async def save_s3():
    BACKENDS["s3"]().save("key")  # boundary


@app.put("/memory")
async def save_memory():
    BACKENDS["memory"]().save("key")


@app.get("/export")
async def export(kind: str):
    return Exporter.exporters[kind]().export()
