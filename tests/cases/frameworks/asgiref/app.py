"""asgiref: a function becomes a coroutine function that runs it in a thread."""

import time

from asgiref.sync import async_to_sync, sync_to_async


def work() -> None:
    time.sleep(1)
    async_to_sync(fetch)()


@sync_to_async
def decorated() -> None:
    time.sleep(1)


@sync_to_async(thread_sensitive=False)
def decorated_with_options() -> None:
    time.sleep(1)


async def fetch() -> None:
    time.sleep(1)


async def main() -> None:
    await sync_to_async(work)()
    await decorated()
    await decorated_with_options()
