"""aiogram: plain handlers run in a thread."""

import time

from aiogram import BaseMiddleware, Dispatcher, Router
from aiogram.filters import Command

dispatcher = Dispatcher()
router = Router()


@router.message(Command("start"))
async def asynchronous(message) -> None:
    time.sleep(1)  # expect: blocking-sleep


@router.message(Command("plain"))
def plain(message) -> None:
    time.sleep(1)


async def registered(message) -> None:
    time.sleep(1)  # expect: blocking-sleep via handler registered


router.callback_query.register(registered)


class Timing(BaseMiddleware):
    async def __call__(self, handler, event, data):
        time.sleep(1)  # expect: blocking-sleep via middleware Timing
        return await handler(event, data)


dispatcher.include_router(router)
