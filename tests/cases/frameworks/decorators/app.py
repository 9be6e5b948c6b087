"""Retries and injections change nothing of where a function runs."""

import asyncio
import time

import backoff
import tenacity
from dependency_injector.wiring import inject


@tenacity.retry
def bare() -> None:
    time.sleep(1)  # expect: blocking-sleep


@tenacity.retry(stop=tenacity.stop_after_attempt(3))
def decorated() -> None:
    time.sleep(1)  # expect: blocking-sleep


@backoff.on_exception(backoff.expo, ValueError)
def behind() -> None:
    time.sleep(1)


@inject
async def main() -> None:
    bare()
    decorated()
    await asyncio.to_thread(behind)
