"""Django under ASGI, and its channels: views, middleware, receivers and consumers."""

import asyncio
import sys
import types
from contextlib import suppress

import django
from channels.consumer import AsyncConsumer, SyncConsumer
from channels.db import database_sync_to_async
from channels.exceptions import StopConsumer
from channels.middleware import BaseMiddleware
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.db import transaction
from django.dispatch import Signal, receiver
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils.decorators import async_only_middleware
from django.utils.deprecation import MiddlewareMixin
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tests.truth import asgi

RULES = ("frameworks/django", "frameworks/channels")
NOT_DRIVEN = {}


async def drive(truth):
    configure(truth)
    app = ASGIHandler()
    truth.phase = "serving"
    for name in ("async", "plain", "class", "plain-class", "decorated", "stream", "plain-stream"):
        assert (await asgi.request(app, "GET", f"/{name}"))[0] == 200, name
    await asyncio.to_thread(signals, truth)
    await consumers(truth)


def configure(truth):
    """Settings and modules of a project, made in memory."""
    module = sys.modules["truth_project"] = types.ModuleType("truth_project")
    if not settings.configured:
        settings.configure(
            ROOT_URLCONF="truth_project",
            ALLOWED_HOSTS=["*"],
            SECRET_KEY="truth",
            MIDDLEWARE=["truth_project.asynchronous", "truth_project.Plain", "truth_project.Own"],
            DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        )
        django.setup()
    module.urlpatterns = patterns(truth)
    middleware(module, truth)


def patterns(truth):
    name = "django.urls.path"

    async def asynchronous(request):
        truth.ran(name, "async")
        return HttpResponse()

    def plain(request):
        truth.ran(name, "sync")
        return HttpResponse()

    class Page(View):
        async def get(self, request):
            truth.ran("django.views.generic.View", "async", ".get")
            return HttpResponse()

    class PlainPage(View):
        def get(self, request):
            truth.ran("django.views.generic.View", "sync", ".get")
            return HttpResponse()

    @csrf_exempt
    @require_http_methods(["GET"])
    async def decorated(request):
        truth.ran("django.views.decorators.csrf.csrf_exempt", "async", caller="loop")
        truth.ran("django.views.decorators.http.require_http_methods", "async", caller="loop")
        return HttpResponse()

    async def stream(request):
        return StreamingHttpResponse(truth.async_generator("django.http.StreamingHttpResponse")())

    async def plain_stream(request):
        return StreamingHttpResponse(truth.generator("django.http.StreamingHttpResponse")())

    return [
        path("async", asynchronous),
        path("plain", plain),
        path("class", Page.as_view()),
        path("plain-class", PlainPage.as_view()),
        path("decorated", decorated),
        path("stream", stream),
        path("plain-stream", plain_stream),
    ]


def middleware(module, truth):
    name = "django.utils.decorators.async_only_middleware"

    @async_only_middleware
    def asynchronous(get_response):
        truth.ran(name, "sync")

        async def middle(request):
            truth.ran(name, "then")
            return await get_response(request)

        return middle

    class Plain(MiddlewareMixin):
        def process_request(self, request):
            truth.ran("django.utils.deprecation.MiddlewareMixin", "sync", ".process_request")

    class Own(MiddlewareMixin):
        def process_response(self, request, response):
            truth.ran("django.utils.deprecation.MiddlewareMixin", "sync", ".process_response")
            return response

    module.asynchronous, module.Plain, module.Own = asynchronous, Plain, Own


def signals(truth):
    """Sent from a thread: receivers run there; coroutine functions on a loop of the same thread's."""
    truth.calls()
    happened = Signal()

    @receiver(happened)
    def plain(sender, **context):
        truth.ran("django.dispatch.receiver", "sync")

    connected = truth.plain("django.dispatch.Signal.connect")
    happened.connect(connected)
    happened.send(sender=None)
    transaction.on_commit(truth.plain("django.db.transaction.on_commit"))


async def consumers(truth):
    class Async(AsyncConsumer):
        async def truth_event(self, message):
            truth.ran("channels.consumer.AsyncConsumer", "async")
            raise StopConsumer

    class Plain(SyncConsumer):
        def truth_event(self, message):
            truth.ran("channels.consumer.SyncConsumer", "sync")
            raise StopConsumer

    class Middle(BaseMiddleware):
        async def __call__(self, scope, receive, send):
            truth.ran("channels.middleware.BaseMiddleware", "async")
            return await super().__call__(scope, receive, send)

    for consumer in (Async, Plain):
        await tell(Middle(consumer.as_asgi()))
    await database_sync_to_async(truth.plain("channels.db.database_sync_to_async"))()


async def tell(app):
    """Sends one event to a consumer."""

    async def receive():
        return {"type": "truth.event"}

    async def send(message):
        pass

    with suppress(StopConsumer):
        await asyncio.wait_for(app({"type": "truth"}, receive, send), 5)
