"""Classes that are registered under a name: by decorator, by `__init_subclass__`, by a metaclass, as subclasses."""

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
        super().__init_subclass__(**kwargs)
        cls.exporters[kind] = cls

    def export(self): ...


class CsvExporter(Exporter, kind="csv"):
    def export(self):
        return open("/tmp/export.csv").read()  # expect: blocking-file via GET /export via GET /export/csv, not via GET /export/none


class NoExporter(Exporter, kind="none"):
    def export(self):
        return None


class Registered(type):
    steps = []
    by_name = {}

    def __new__(mcs, name, bases, namespace, **options):
        cls = super().__new__(mcs, name, bases, namespace)
        mcs.by_name[name] = cls
        if options.get("step", True):
            mcs.steps.append(cls)
        return cls


class Fetch(metaclass=Registered):
    def run(self):
        return open("/tmp/fetched").read()  # expect: blocking-file via GET /steps via GET /steps/fetch, not via GET /steps/idle


class Idle(Fetch):
    def run(self):
        return None


class Check:
    def check(self):
        return True


class DiskCheck(Check):
    def check(self):
        return open("/tmp/health").read() == "ok"  # expect: blocking-file via GET /checks


class DeepCheck(DiskCheck):
    def check(self):
        return open("/tmp/deep").read() == "ok"


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
    return Exporter.exporters[kind]().export()  # boundary


@app.get("/export/csv")
async def export_csv():
    return Exporter.exporters["csv"]().export()  # boundary


@app.get("/export/none")
async def export_none():
    return Exporter.exporters["none"]().export()


@app.get("/steps")
async def steps():
    return [step().run() for step in Registered.steps]  # boundary


@app.get("/steps/fetch")
async def step_fetch():
    return Registered.by_name["Fetch"]().run()  # boundary


@app.get("/steps/idle")
async def step_idle():
    return Registered.by_name["Idle"]().run()


@app.get("/checks")
async def checks():
    return [cls().check() for cls in Check.__subclasses__()]  # boundary
