"""loguru: sinks run in the line that logs, or in a thread of their own."""

import asyncio

from loguru import logger

RULES = ("frameworks/loguru",)
NOT_DRIVEN = {}


async def drive(truth):
    truth.phase = "serving"
    logger.remove()
    logger.add(truth.plain("loguru.logger.add", "sink#0"))
    logger.add(truth.coroutine("loguru.logger.add", "sink#0"))
    logger.add(truth.plain("loguru.logger.add", "sink#1"), enqueue=True)
    truth.calls()
    logger.info("one")
    await asyncio.to_thread(in_thread, truth)
    await logger.complete()
    logger.remove()


def in_thread(truth):
    truth.calls()
    logger.info("two")
