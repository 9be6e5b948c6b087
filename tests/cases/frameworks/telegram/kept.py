"""python-telegram-bot: what is kept in `bot_data` and `user_data` is used by handlers and jobs."""

import time

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, CommandHandler, ContextTypes


class Database:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via handler start


class Basket:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via handler show


async def open_database(application: Application) -> None:
    application.bot_data["database"] = Database()


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    context.bot_data["database"].read()
    context.user_data["basket"] = Basket()


async def show(update, context) -> None:
    context.user_data["basket"].read()


class Bot:
    def __init__(self, token: str) -> None:
        self.application = ApplicationBuilder().token(token).post_init(open_database).build()
        self.application.add_handlers([CommandHandler("start", start), CommandHandler("show", show)])
