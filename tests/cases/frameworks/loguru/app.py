"""loguru: a sink runs in the line that logs."""

import time

from loguru import logger


def slow(message: str) -> None:
    time.sleep(1)  # expect: blocking-sleep


def behind(message: str) -> None:
    time.sleep(1)


logger.add(slow)
logger.add(behind, enqueue=True)


async def main() -> None:
    logger.info("hello")
