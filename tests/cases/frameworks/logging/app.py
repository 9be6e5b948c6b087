"""logging: a handler runs in the line that logs, a listener's handlers in a thread."""

import logging
import logging.handlers
import queue
import time

log = logging.getLogger("app")


class Slow(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        time.sleep(1)  # expect: blocking-sleep


class Behind(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        time.sleep(1)


def configure() -> None:
    records: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    log.addHandler(Slow())
    log.addHandler(logging.handlers.QueueHandler(records))
    logging.handlers.QueueListener(records, Behind()).start()


configure()


async def main() -> None:
    log.warning("hello")
