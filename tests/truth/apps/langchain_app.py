"""LangChain and LangGraph: tools, runnables, models, retrievers, callbacks and graphs, by their async methods."""

import asyncio
from typing import TypedDict

from langchain_core.callbacks import AsyncCallbackHandler, BaseCallbackHandler
from langchain_core.language_models import LLM, BaseChatModel
from langchain_core.messages import AIMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda, chain, run_in_executor
from langchain_core.tools import BaseTool, StructuredTool, tool
from langgraph.func import entrypoint, task
from langgraph.graph import END, START, StateGraph
from langgraph.prebuilt import ToolNode

RULES = ("frameworks/langchain", "frameworks/langgraph")
NOT_DRIVEN = {}

TOOLS, RUNNABLES = "langchain_core.tools", "langchain_core.runnables"


async def drive(truth):
    truth.phase = "serving"
    await tools(truth)
    await runnables(truth)
    await models(truth)
    await callbacks(truth)
    await graph(truth)
    await functional(truth)


def handlers(truth, name, way=""):
    async def asynchronous(text: str = "") -> str:
        """A tool."""
        truth.ran(name, "async", way)
        return "ok"

    def plain(text: str = "") -> str:
        """A tool."""
        truth.ran(name, "sync", way)
        return "ok"

    return asynchronous, plain


async def tools(truth):
    name = f"{TOOLS}.StructuredTool.from_function"
    for kind in (0, 1):
        await tool(handlers(truth, f"{TOOLS}.tool", "name_or_callable#0")[kind]).ainvoke({"text": ""})
        await tool("named")(handlers(truth, f"{TOOLS}.tool", "decorates")[kind]).ainvoke({"text": ""})
        made = {("coroutine", "func")[kind]: handlers(truth, name, "func")[kind]}
        await StructuredTool.from_function(name="made", description="A tool.", **made).ainvoke({"text": ""})
    truth.calls()
    tool(handlers(truth, f"{TOOLS}.tool", "name_or_callable#1")[1]).invoke({"text": ""})

    await own_tools(truth)


async def own_tools(truth):
    def own(way):
        class Own(BaseTool):
            name: str = "own"
            description: str = "A tool."

            def _run(self, text: str = "") -> str:
                truth.ran(f"{TOOLS}.BaseTool", "sync", way)
                return "ok"

        return Own()

    class OwnAsync(BaseTool):
        name: str = "own"
        description: str = "A tool."

        def _run(self, text: str = "") -> str:
            raise NotImplementedError

        async def _arun(self, text: str = "") -> str:
            truth.ran(f"{TOOLS}.BaseTool", "async", "._arun")
            return "ok"

    await own("._run#0").ainvoke({"text": ""})
    await OwnAsync().ainvoke({"text": ""})
    truth.calls()
    own("._run#1").invoke({"text": ""})


async def runnables(truth):
    for kind in (0, 1):
        await RunnableLambda(handlers(truth, f"{RUNNABLES}.RunnableLambda", "0#0")[kind]).ainvoke("")
        await chain(handlers(truth, f"{RUNNABLES}.chain")[kind]).ainvoke("")
    truth.calls()
    RunnableLambda(handlers(truth, f"{RUNNABLES}.RunnableLambda", "0#1")[1]).invoke("")
    await run_in_executor(None, handlers(truth, f"{RUNNABLES}.run_in_executor")[1])


async def models(truth):
    base, llm = "langchain_core.language_models.BaseChatModel", "langchain_core.language_models.LLM"
    result = ChatResult(generations=[ChatGeneration(message=AIMessage(content="ok"))])

    class Chat(BaseChatModel):
        row: int = 0

        @property
        def _llm_type(self):
            return "truth"

        def _generate(self, messages, stop=None, run_manager=None, **kwargs):
            truth.ran(base, "sync", f"._generate#{self.row}")
            return result

    class AsyncChat(Chat):
        async def _agenerate(self, messages, stop=None, run_manager=None, **kwargs):
            truth.ran(base, "async", "._agenerate")
            return result

    class Text(LLM):
        @property
        def _llm_type(self):
            return "truth"

        def _call(self, prompt, stop=None, run_manager=None, **kwargs):
            truth.ran(llm, "sync", "._call")
            return "ok"

    class Retriever(BaseRetriever):
        row: int = 0

        def _get_relevant_documents(self, query, *, run_manager):
            way = f"._get_relevant_documents#{self.row}"
            truth.ran("langchain_core.retrievers.BaseRetriever", "sync", way)
            return []

    for model in (Chat(), AsyncChat(), Text(), Retriever()):
        await model.ainvoke("hello")
    truth.calls()
    for invoked in (Chat(row=1), Retriever(row=1)):
        invoked.invoke("hello")


async def callbacks(truth):
    base = "langchain_core.callbacks.BaseCallbackHandler"

    class Plain(BaseCallbackHandler):
        def on_chain_start(self, *args, **kwargs):
            truth.ran(base, "sync", ".on_*")

    class Async(AsyncCallbackHandler):
        async def on_chain_start(self, *args, **kwargs):
            truth.ran(base, "async", ".on_*")

    await RunnableLambda(str).ainvoke("", {"callbacks": [Plain(), Async()]})


class State(TypedDict):
    text: str


async def graph(truth):
    name = "langgraph.graph.StateGraph"

    def node(way, kind):
        handler = handlers(truth, f"{name}.add_node", way)[kind]

        async def asynchronous(state: State):
            return {"text": await handler()}

        def plain(state: State):
            return {"text": handler()}

        return (asynchronous, plain)[kind]

    def path(method, way, kind, goal):
        handler = handlers(truth, f"{name}.{method}", way)[kind]

        async def asynchronous(state: State):
            await handler()
            return goal

        def plain(state: State):
            handler()
            return goal

        return (asynchronous, plain)[kind]

    builder = StateGraph(State)
    builder.add_node("first", node("action", 0))
    builder.add_node("second", node("action", 1))
    builder.add_node(node("node", 1))
    builder.set_conditional_entry_point(path("set_conditional_entry_point", "", 1, "first"))
    builder.add_conditional_edges("first", path("add_conditional_edges", "", 0, "second"))
    builder.add_conditional_edges("second", path("add_conditional_edges", "", 1, "plain"))
    builder.add_edge("plain", END)
    await builder.compile().ainvoke({"text": ""})
    await tool_node(truth)


async def tool_node(truth):
    calls = [{"name": name, "args": {"text": ""}, "id": name} for name in ("asynchronous", "plain")]
    builder = StateGraph(dict)
    node = ToolNode(list(handlers(truth, "langgraph.prebuilt.ToolNode")))
    builder.add_node("tools", node)
    builder.add_edge(START, "tools")
    await builder.compile().ainvoke({"messages": [AIMessage(content="", tool_calls=calls)]})


async def functional(truth):
    name = "langgraph.func"
    asynchronous, plain = (task(one) for one in handlers(truth, f"{name}.task", "0"))
    named = task(name="named")(handlers(truth, f"{name}.task", "decorates")[1])

    @entrypoint()
    async def workflow(text: str) -> str:
        truth.ran(f"{name}.entrypoint", "async")
        return "".join(await asyncio.gather(asynchronous(text), plain(text), named(text)))

    @entrypoint()
    def plain_workflow(text: str) -> str:
        truth.ran(f"{name}.entrypoint", "sync")
        return text

    await workflow.ainvoke("")
    await plain_workflow.ainvoke("")
