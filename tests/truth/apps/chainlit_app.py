"""Chainlit: callbacks as its server calls them, steps, and the ways to and from threads."""

import asyncio

import chainlit as cl
from chainlit.config import config
from chainlit.context import init_http_context

RULES = ("frameworks/chainlit",)
NOT_DRIVEN = {
    "chainlit.data_layer (func)": "called by get_data_layer(), on the loop",
    "chainlit.data.base.BaseDataLayer (.*)": "its server awaits them",
}


async def drive(truth):
    init_http_context()
    for probe in (truth.plain, truth.coroutine):
        truth.phase = "startup"
        cl.on_app_startup(probe("chainlit.on_app_startup"))
        await config.code.on_app_startup()
        truth.phase = "serving"
        cl.on_stop(probe("chainlit.on_stop"))
        await config.code.on_stop()
        cl.action_callback("truth")(probe("chainlit.action_callback"))
        await config.code.action_callbacks["truth"]()
    await steps(truth)
    await cl.make_async(truth.plain("chainlit.make_async"))()
    back = truth.coroutine("chainlit.run_sync")
    await asyncio.to_thread(lambda: cl.run_sync(back()))


async def steps(truth):
    @cl.step
    async def bare():
        truth.ran("chainlit.step", "async", "0")

    @cl.step(name="named")
    def decorated():
        truth.ran("chainlit.step", "sync", "decorates")

    await bare()
    decorated()
