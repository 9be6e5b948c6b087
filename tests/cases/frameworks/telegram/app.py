"""python-telegram-bot: handlers are coroutine functions, filters are plain and run on the loop."""

import time

from telegram.ext import Application, CommandHandler, filters


async def start(update, context) -> None:
    time.sleep(1)  # expect: blocking-sleep via handler start


async def failed(update, context) -> None:
    time.sleep(1)  # expect: blocking-sleep via error handler failed


async def tick(context) -> None:
    time.sleep(1)  # expect: blocking-sleep via job tick


class Long(filters.MessageFilter):
    def filter(self, message) -> bool:
        time.sleep(1)  # expect: blocking-sleep via filter Long
        return True


def helper() -> None:
    time.sleep(1)


def build() -> Application:
    application = Application.builder().token("x").build()
    application.add_handler(CommandHandler("start", start))
    application.add_error_handler(failed)
    application.job_queue.run_repeating(tick, 60)
    return application


application = build()
