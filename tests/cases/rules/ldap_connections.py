"""A connection to an LDAP server that binds when it is made, or when it is told to."""

import asyncio

from fastapi import FastAPI
from ldap3 import AUTO_BIND_NO_TLS, AUTO_BIND_NONE, Connection, Server

app = FastAPI()


@app.post("/sign-in")
async def sign_in(user: str, password: str):
    server = Server("ldap://host")
    connection = Connection(server, user, password, auto_bind="NONE")
    Connection(server, user, password, auto_bind=AUTO_BIND_NONE)
    Connection(server, user, password, auto_bind=False)
    Connection(server, user, password)
    return await asyncio.to_thread(connection.bind)


@app.post("/sign-in/at-once")
async def at_once(user: str, password: str):
    server = Server("ldap://host")
    Connection(server, user, password, auto_bind=True)  # expect: blocking-network via POST /sign-in/at-once
    Connection(server, user, password, AUTO_BIND_NO_TLS)  # expect: blocking-network via POST /sign-in/at-once
    connection = Connection(server, user, password)
    return connection.bind()  # expect: blocking-network via POST /sign-in/at-once
