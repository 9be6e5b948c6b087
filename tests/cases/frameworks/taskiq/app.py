"""taskiq: plain tasks run in a thread, plain dependencies on the loop."""

import time

from taskiq import InMemoryBroker, TaskiqDepends

broker = InMemoryBroker()


def dependency() -> int:
    time.sleep(1)  # expect: blocking-sleep
    return 1


@broker.task
async def asynchronous(value: int = TaskiqDepends(dependency)) -> None:
    time.sleep(1)  # expect: blocking-sleep via task asynchronous


@broker.task(task_name="named")
async def named() -> None:
    time.sleep(1)  # expect: blocking-sleep via task named


@broker.task
def plain() -> None:
    time.sleep(1)
