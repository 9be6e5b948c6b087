"""asgiref: from the loop to a thread and back."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from asgiref.sync import AsyncToSync, SyncToAsync, async_to_sync, sync_to_async

RULES = ("frameworks/asgiref",)
NOT_DRIVEN = {}

TO_ASYNC = "asgiref.sync.sync_to_async"


async def drive(truth):
    truth.phase = "serving"
    await sync_to_async(truth.plain(TO_ASYNC, "func"))()
    await sync_to_async(truth.plain(TO_ASYNC, "func"), thread_sensitive=False)()
    with suppress(TypeError):
        sync_to_async(truth.coroutine(TO_ASYNC, "func"))
    await sync_to_async(thread_sensitive=True)(truth.plain(TO_ASYNC, "decorates"))()
    await SyncToAsync(truth.plain("asgiref.sync.SyncToAsync"))()
    with ThreadPoolExecutor() as fresh:  # below sync_to_async, async_to_sync goes back to the application's loop
        await asyncio.get_running_loop().run_in_executor(fresh, back, truth)


def back(truth):
    truth.calls()
    async_to_sync(truth.coroutine("asgiref.sync.async_to_sync"))()
    AsyncToSync(truth.coroutine("asgiref.sync.AsyncToSync"))()
