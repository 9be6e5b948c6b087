"""logging: handlers, filters and formatters run in the line that logs, a listener's handlers in its thread."""

import asyncio
import logging
import logging.handlers
import queue

RULES = ("frameworks/logging",)
NOT_DRIVEN = {"logging.basicConfig (handlers)": "adds its handlers to the root logger, which the tests share"}


async def drive(truth):
    truth.phase = "serving"
    logger = logging.getLogger("truth")
    logger.addHandler(handler(truth, "logging.Logger.addHandler"))
    truth.calls()
    logger.error("one")
    await asyncio.to_thread(log_in_thread, truth, logger)
    queued(truth)


def handler(truth, name):
    class Noting(logging.Handler):
        def emit(self, record):
            truth.ran(name, "sync")
            self.format(record)

    class Formatting(logging.Formatter):
        def format(self, record):
            if name.endswith("addHandler"):
                truth.ran("logging.Handler.setFormatter", "sync")
            return ""

    made = Noting()
    made.setFormatter(Formatting())
    if name.endswith("addHandler"):
        made.addFilter(truth.plain("logging.Handler.addFilter", result=True))
    return made


def log_in_thread(truth, logger):
    truth.calls()
    logger.error("two")


def queued(truth):
    records = queue.SimpleQueue()
    logger = logging.getLogger("truth.queued")
    logger.propagate = False
    logger.addHandler(logging.handlers.QueueHandler(records))
    listener = logging.handlers.QueueListener(records, handler(truth, "logging.handlers.QueueListener"))
    listener.start()
    logger.error("three")
    listener.stop()
