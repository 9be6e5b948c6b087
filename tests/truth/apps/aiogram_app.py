"""aiogram: handlers, filters, middleware and events, fed with an update."""

from datetime import datetime, timezone

from aiogram import BaseMiddleware, Bot, Dispatcher, Router
from aiogram.filters import Filter
from aiogram.handlers import BaseHandler
from aiogram.types import CallbackQuery, Chat, InlineQuery, Message, Update, User

RULES = ("frameworks/aiogram",)
NOT_DRIVEN = {
    "aiogram.dispatcher.event.telegram.TelegramEventObserver.__call__ (decorates)": "what Router.message is called as",
    "aiogram.dispatcher.event.event.EventObserver.__call__ (decorates)": "what Dispatcher.startup is called as",
}

OBSERVER, EVENTS = (
    "aiogram.dispatcher.event.telegram.TelegramEventObserver",
    "aiogram.dispatcher.event.event.EventObserver",
)
ROUTER = "aiogram.Router"


async def drive(truth):
    dispatcher = Dispatcher()
    bot = Bot("1:truth")
    router = Router()
    dispatcher.include_router(router)
    handlers(router, truth)
    middleware(router, truth)
    probes = (truth.plain, truth.coroutine)
    for probe in probes:
        dispatcher.startup()(probe("aiogram.Dispatcher.startup"))
        dispatcher.shutdown.register(probe(f"{EVENTS}.register"))
    truth.phase = "startup"
    await dispatcher.emit_startup(bot=bot)
    truth.phase = "serving"
    for number, update in enumerate(updates()):
        await dispatcher.feed_update(bot, Update(update_id=number, **update))
    truth.phase = "startup"
    await dispatcher.emit_shutdown(bot=bot)
    await bot.session.close()


def updates():
    user = User(id=1, is_bot=False, first_name="x")
    message = Message(message_id=1, date=datetime.now(timezone.utc), chat=Chat(id=1, type="private"), from_user=user)
    return [
        {"message": message},
        {"edited_message": message},
        {"channel_post": message},
        {"callback_query": CallbackQuery(id="1", from_user=user, chat_instance="1")},
        {"inline_query": InlineQuery(id="1", from_user=user, query="", offset="")},
    ]


def handlers(router, truth):
    name = f"{ROUTER}.message"

    @router.message()
    async def asynchronous(message):
        truth.ran(name, "async", "decorates")

    @router.edited_message()
    def plain(message):
        truth.ran(name, "sync", "decorates")

    router.channel_post.register(truth.plain(f"{OBSERVER}.register"))
    router.callback_query.register(truth.coroutine(f"{OBSERVER}.register"))
    filters(router, truth)


def filters(router, truth):
    async def asynchronous(message):
        truth.ran(name, "async", "*")
        return True

    def plain(message):
        truth.ran(name, "sync", "*")
        return True

    name = f"{OBSERVER}.filter"

    class Own(Filter):
        async def __call__(self, message):
            truth.ran("aiogram.filters.Filter", "async", ".__call__")
            return True

    router.inline_query.filter(asynchronous, plain, Own())

    @router.inline_query()
    class Handler(BaseHandler):
        async def handle(self):
            truth.ran("aiogram.handlers.BaseHandler", "async", ".handle")


def middleware(router, truth):
    @router.message.middleware
    async def decorated(handler, event, data):
        truth.ran("aiogram.dispatcher.middlewares.manager.MiddlewareManager.__call__", "async")
        return await handler(event, data)

    class Middle(BaseMiddleware):
        async def __call__(self, handler, event, data):
            truth.ran("aiogram.BaseMiddleware", "async", ".__call__")
            return await handler(event, data)

    router.message.middleware(Middle())
