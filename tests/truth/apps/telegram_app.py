"""python-telegram-bot: handlers, filters and errors, fed with an update."""

from datetime import datetime, timezone

from telegram import CallbackQuery, Chat, Message, Update, User
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, MessageHandler, filters

RULES = ("frameworks/telegram",)
NOT_DRIVEN = {
    "telegram.ext.JobQueue.run_once (callback)": "coroutine functions only; needs another package",
    "telegram.ext.ApplicationBuilder.post_init (0)": "coroutine functions only; called by run_polling, which connects",
}

APP = "telegram.ext.Application"


async def drive(truth):
    truth.phase = "serving"
    application = ApplicationBuilder().token("1:truth").updater(None).build()
    application._initialized = True  # initialize() would connect
    application.add_handler(MessageHandler(own_filters(truth), truth.coroutine("telegram.ext.MessageHandler")))

    async def failing(update, context):
        truth.ran("telegram.ext.CallbackQueryHandler", "async")
        raise ZeroDivisionError

    application.add_handler(CallbackQueryHandler(failing))
    application.add_error_handler(truth.coroutine(f"{APP}.add_error_handler"))
    for update in updates():
        await application.process_update(update)
    await application.create_task(truth.coroutine(f"{APP}.create_task")())


def own_filters(truth):
    class Messages(filters.MessageFilter):
        def filter(self, message):
            truth.ran("telegram.ext.filters.MessageFilter", "sync", ".filter")
            return True

    class Updates(filters.UpdateFilter):
        def filter(self, update):
            truth.ran("telegram.ext.filters.UpdateFilter", "sync", ".filter")
            return True

    return Messages() & Updates()


def updates():
    user = User(id=1, is_bot=False, first_name="x")
    message = Message(message_id=1, date=datetime.now(timezone.utc), chat=Chat(id=1, type="private"), from_user=user)
    query = CallbackQuery(id="1", from_user=user, chat_instance="1", data="x")
    return [Update(1, message=message), Update(2, callback_query=query)]
