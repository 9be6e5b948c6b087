"""Chainlit: plain functions run on the loop."""

import time

import chainlit as cl


def work() -> None:
    time.sleep(1)


def back_in_thread() -> None:
    cl.run_sync(back())


async def back() -> None:
    time.sleep(1)  # expect: blocking-sleep


@cl.on_message
async def message(message: cl.Message) -> None:
    time.sleep(1)  # expect: blocking-sleep via on_message message
    await cl.make_async(work)()
    await cl.make_async(back_in_thread)()


@cl.on_chat_start
def start() -> None:
    time.sleep(1)  # expect: blocking-sleep via on_chat_start start


@cl.action_callback("press")
def press(action: cl.Action) -> None:
    time.sleep(1)  # expect: blocking-sleep via action press


def helper() -> None:
    time.sleep(1)
