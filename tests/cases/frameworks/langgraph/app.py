"""LangGraph: plain nodes and paths run in a thread, async ones on the loop."""

import time

from langgraph.graph import END, StateGraph
from langgraph.prebuilt import create_react_agent


def plain(state: dict) -> dict:
    time.sleep(1)
    return state


async def asynchronous(state: dict) -> dict:
    time.sleep(1)  # expect: blocking-sleep via node asynchronous
    return state


def path(state: dict) -> str:
    time.sleep(1)
    return END


def tool(query: str) -> str:
    time.sleep(1)
    return query


async def async_tool(query: str) -> str:
    time.sleep(1)  # expect: blocking-sleep via tool async_tool
    return query


builder = StateGraph(dict)
builder.add_node("plain", plain)
builder.add_node("asynchronous", asynchronous)
builder.add_conditional_edges("plain", path)
agent = create_react_agent("model", tools=[tool, async_tool])


async def main() -> None:
    await builder.compile().ainvoke({})
