"""LangChain: plain tools and models run in a thread when they are awaited, and in the line that invokes them."""

import time

from langchain_core.callbacks import AsyncCallbackHandler, BaseCallbackHandler
from langchain_core.runnables import RunnableLambda
from langchain_core.tools import BaseTool, tool


@tool
def search(query: str) -> str:
    """Searches."""
    time.sleep(1)
    return query


@tool
async def search_async(query: str) -> str:
    """Searches."""
    time.sleep(1)  # expect: blocking-sleep via tool search_async
    return query


class Lookup(BaseTool):
    name: str = "lookup"
    description: str = "Looks up."

    def _run(self, query: str) -> str:
        time.sleep(1)
        return query

    async def _arun(self, query: str) -> str:
        time.sleep(1)  # expect: blocking-sleep via tool Lookup
        return query


class Watch(BaseCallbackHandler):
    def on_llm_start(self, *args, **kwargs) -> None:
        time.sleep(1)


class AsyncWatch(AsyncCallbackHandler):
    async def on_llm_start(self, *args, **kwargs) -> None:
        time.sleep(1)  # expect: blocking-sleep via callback AsyncWatch.on_llm_start


def step(text: str) -> str:
    time.sleep(1)
    return text


async def main() -> None:
    await RunnableLambda(step).ainvoke("x")
    await search.ainvoke("x")
