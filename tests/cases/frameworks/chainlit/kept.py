"""Chainlit: what is kept in the session of a user is used by later messages."""

import time

import chainlit as cl


class Chain:
    def run(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via on_message answer


@cl.on_chat_start
async def start() -> None:
    cl.user_session.set("chain", Chain())


@cl.on_message
async def answer(message: cl.Message) -> None:
    chain = cl.user_session.get("chain")
    chain.run()
