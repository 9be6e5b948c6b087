"""fastapi-utils: class-based views and repeated tasks."""

import time

from fastapi import APIRouter, Depends, FastAPI
from fastapi_utils.cbv import cbv
from fastapi_utils.tasks import repeat_every

app = FastAPI()
router = APIRouter()


def session() -> int:
    time.sleep(1)
    return 1


async def async_session() -> int:
    time.sleep(1)  # expect: blocking-sleep
    return 1


@cbv(router)
class Items:
    session: int = Depends(session)
    other: int = Depends(async_session)

    @router.get("/async")
    async def asynchronous(self):
        time.sleep(1)  # expect: blocking-sleep via GET /async

    @router.get("/plain")
    def plain(self):
        time.sleep(1)


@repeat_every(seconds=60)
async def often():
    time.sleep(1)  # expect: blocking-sleep via repeated task often


@repeat_every(seconds=60)
def often_plain():
    time.sleep(1)


app.include_router(router)
