"""LangChain: `invoke` on the loop runs what the object was made with in that very line."""

import time

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import RunnableLambda


def in_line(text: str) -> str:
    time.sleep(1)  # expect: blocking-sleep via async def invoked.use
    return text


def in_thread(text: str) -> str:
    time.sleep(1)
    return text


invoked = RunnableLambda(in_line)
awaited = RunnableLambda(in_thread)


class Model(BaseChatModel):
    def _generate(self, messages, stop=None, run_manager=None, **kwargs):
        time.sleep(1)  # expect: blocking-sleep via async def invoked.ask


async def use() -> None:
    invoked.invoke("text")
    await awaited.ainvoke("text")


async def ask() -> None:
    Model().invoke("text")  # expect: blocking-sdk
