"""Retries, caches, traces and checks call the function in the very call, on the loop or in a thread."""

import asyncio

import async_lru
import backoff
import beartype
import cachetools
import sentry_sdk
import stamina
import tenacity
import typeguard
from dependency_injector.wiring import inject
from deprecated import deprecated

RULES = ("frameworks/decorators",)
NOT_DRIVEN = {}


def factories(truth):
    return {
        "tenacity.retry": tenacity.retry(stop=tenacity.stop_after_attempt(1)),
        "stamina.retry": stamina.retry(on=ValueError, attempts=1),
        "backoff.on_exception": backoff.on_exception(backoff.expo, ValueError, max_tries=1),
        "deprecated.deprecated": deprecated(reason="truth"),
        "typeguard.typechecked": typeguard.typechecked(),
    }


BARE = {
    "tenacity.retry": tenacity.retry,
    "sentry_sdk.trace": sentry_sdk.trace,
    "beartype.beartype": beartype.beartype,
    "dependency_injector.wiring.inject": inject,
}


async def drive(truth):
    truth.phase = "serving"
    call_everything(truth)
    await asyncio.to_thread(call_everything, truth)
    await await_everything(truth)


def call_everything(truth):
    truth.calls()
    for name, decorator in factories(truth).items():
        decorator(truth.plain(name, "decorates"))()
    for name, decorator in BARE.items():
        decorator(truth.plain(name, "0"))()
    cachetools.cached({})(truth.plain("cachetools.cached"))()
    tenacity.Retrying(stop=tenacity.stop_after_attempt(1))(truth.plain("tenacity.Retrying.__call__"))


async def await_everything(truth):
    truth.calls()
    for name, decorator in factories(truth).items():
        await decorator(truth.coroutine(name, "decorates"))()
    for name, decorator in BARE.items():
        await decorator(truth.coroutine(name, "0"))()
    await async_lru.alru_cache(truth.coroutine("async_lru.alru_cache", "0"))()
    await tenacity.AsyncRetrying(stop=tenacity.stop_after_attempt(1))(
        truth.coroutine("tenacity.AsyncRetrying.__call__")
    )
