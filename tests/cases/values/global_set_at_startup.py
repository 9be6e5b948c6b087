"""A global that startup fills and routes use."""

from contextlib import asynccontextmanager

import psycopg
from fastapi import FastAPI

connection = None


@asynccontextmanager
async def lifespan(app):
    global connection
    connection = psycopg.connect("dbname=app")  # expect: blocking-database via lifespan lifespan
    yield
    connection.close()


app = FastAPI(lifespan=lifespan)


@app.get("/users")
async def users():
    return connection.execute("select * from users").fetchall()  # expect: blocking-database via GET /users
