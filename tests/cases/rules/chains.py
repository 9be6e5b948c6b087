"""Chains and agents of LangChain, made by functions that do not say so."""

import httpcore
from fastapi import FastAPI
from langchain.agents import create_agent
from langchain.chat_models import init_chat_model
from langchain_classic.agents import AgentExecutor
from langchain_classic.chains import RetrievalQA
from langgraph.prebuilt import create_react_agent

app = FastAPI()
model = init_chat_model("openai:gpt-5")
answers = RetrievalQA.from_chain_type(model, retriever=None)


@app.get("/model")
async def ask():
    await model.ainvoke("a")
    return model.invoke("a")  # expect: blocking-sdk via GET /model


@app.get("/agent")
async def act():
    await create_agent(model).ainvoke({})
    create_agent(model).invoke({})  # expect: blocking-sdk via GET /agent
    create_react_agent(model, []).invoke({})  # expect: blocking-sdk via GET /agent
    return AgentExecutor(agent=None, tools=[]).invoke({})  # expect: blocking-sdk via GET /agent


@app.get("/chain")
async def chain():
    await answers.ainvoke("a")
    return answers.invoke("a")  # expect: blocking-sdk via GET /chain


@app.get("/raw")
async def raw():
    async with httpcore.AsyncConnectionPool() as pool:
        await pool.request("GET", "https://a")
    with httpcore.ConnectionPool() as other:
        return other.request("GET", "https://a")  # expect: blocking-http via GET /raw
