"""`from __future__ import annotations`: what an annotation names may be defined further down."""

from __future__ import annotations

from typing import Annotated

import httpx
from fastapi import Depends, FastAPI

app = FastAPI()


@app.get("/rates")
async def rates(gateway: GatewayDep):
    return gateway.rates()  # boundary


@app.get("/rates/async")
async def rates_async(gateway: Annotated[AsyncGateway, Depends()]):
    return await gateway.rates()


class Gateway:
    client: httpx.Client

    def __init__(self) -> None:
        self.client = httpx.Client()

    def rates(self) -> dict[str, float]:
        return self.client.get("/rates").json()  # expect: blocking-http via GET /rates


class AsyncGateway:
    def __init__(self) -> None:
        self.client: httpx.AsyncClient = httpx.AsyncClient()

    async def rates(self) -> dict[str, float]:
        return (await self.client.get("/rates")).json()


GatewayDep = Annotated[Gateway, Depends()]
