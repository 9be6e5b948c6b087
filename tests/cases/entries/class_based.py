"""Dependencies that are classes, instances, methods; routes that are methods."""

import time

from fastapi import APIRouter, Depends, FastAPI

app = FastAPI()


class Pagination:
    def __init__(self, page: int = 1):
        time.sleep(1)
        self.page = page

    def offset(self):
        time.sleep(1)  # expect: blocking-sleep via GET /class
        return self.page * 10


class Permission:
    def __init__(self, name):
        self.name = name

    async def __call__(self):
        time.sleep(1)  # expect: blocking-sleep  # expect: blocking-sleep via GET /instance


class SyncPermission:
    def __call__(self):
        time.sleep(1)


class Routes:
    def __init__(self):
        self.router = APIRouter()
        self.router.add_api_route("/method", self.index, methods=["GET"])

    async def index(self):
        return self.work()  # boundary

    def work(self):
        time.sleep(1)  # expect: blocking-sleep via GET /method


app.include_router(Routes().router)


@app.get("/class")
async def with_class(pagination: Pagination = Depends()):
    return pagination.offset()  # boundary


@app.get("/instance", dependencies=[Depends(Permission("read"))])
async def with_instance():
    return 1


@app.get("/sync-instance", dependencies=[Depends(SyncPermission())])
async def with_sync_instance():
    return 1
