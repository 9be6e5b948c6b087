"""Plain asyncio: offloads run beside the loop, callbacks and tasks on it."""

import asyncio
import signal
import time


def work() -> None:
    time.sleep(1)


def tick() -> None:
    time.sleep(1)  # expect: blocking-sleep


def stop(number: int, frame: object) -> None:
    time.sleep(1)  # todo-expect: blocking-sleep -- whether a loop runs when the signal comes is not known where the handler is set


def on_signal() -> None:
    time.sleep(1)  # expect: blocking-sleep via callback app.on_signal


def on_error(loop: asyncio.AbstractEventLoop, context: dict) -> None:
    time.sleep(1)  # expect: blocking-sleep via callback app.on_error


def on_start(seconds: float) -> None:
    time.sleep(seconds)  # expect: blocking-sleep via callback app.on_start


def on_exit() -> None:
    time.sleep(1)


async def task() -> None:
    time.sleep(1)  # expect: blocking-sleep


async def private() -> None:
    time.sleep(1)


def in_private_loop() -> None:
    asyncio.run(private())


class Echo(asyncio.Protocol):
    def data_received(self, data: bytes) -> None:
        time.sleep(1)  # expect: blocking-sleep via protocol Echo.data_received


async def main() -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(work)
    await asyncio.to_thread(in_private_loop)
    await loop.run_in_executor(None, work)
    loop.call_later(1, tick)
    async with asyncio.TaskGroup() as group:
        group.create_task(task())
    await loop.create_server(Echo, "127.0.0.1", 8000)


def run_by_hand() -> None:
    loop = asyncio.new_event_loop()
    loop.add_signal_handler(signal.SIGTERM, on_signal)
    loop.set_exception_handler(on_error)
    loop.call_soon(on_start, 1)
    loop.run_until_complete(main())
    on_exit()


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, stop)
    asyncio.run(main())
