"""FastStream: plain functions run in a thread."""

import time

from faststream import Depends, FastStream
from faststream.rabbit import RabbitBroker

broker = RabbitBroker()
app = FastStream(broker)


def plain_dependency():
    time.sleep(1)


async def async_dependency():
    time.sleep(1)  # expect: blocking-sleep


@broker.subscriber("async")
async def asynchronous(text: str, one=Depends(plain_dependency), two=Depends(async_dependency)):
    time.sleep(1)  # expect: blocking-sleep


@broker.subscriber("plain")
def plain(text: str):
    time.sleep(1)


@app.on_startup
async def start():
    time.sleep(1)  # expect: blocking-sleep via on_startup hook start
