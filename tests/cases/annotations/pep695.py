# requires: python 3.12
"""Type parameters and type statements."""

from typing import Annotated

import acme
import httpx
import requests
from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session

app = FastAPI()


def get_session():
    return acme.session()


type SessionDep = Annotated[Session, Depends(get_session)]


class Repository[Model]:
    def __init__(self, session: Session):
        self.session = session

    def all(self) -> list[Model]:
        return self.session.query(Model).all()  # expect: blocking-database via GET /users

    def first(self) -> Model:
        return acme.first(self)


class Clients[Kind, Client](Repository[Client]):
    def kind(self) -> Kind:
        return acme.kind(self)


class Sessions(Clients[str, requests.Session]): ...


def download[S: requests.Session](session: S) -> bytes:
    return session.get("https://example.com").content  # expect: blocking-http via GET /download


def either[S: (requests.Session, httpx.Client)](session: S) -> bytes:
    return session.get("https://example.com").content  # expect: blocking-http via GET /download


def resolve[T](kind: type[T]) -> T:
    return acme.resolve(kind)


@app.get("/users")
async def users(session: SessionDep):
    return Repository[int](session).all()  # boundary


@app.get("/download")
async def file():
    either(acme.session())  # boundary
    return download(acme.session())  # boundary


@app.get("/first")
async def first(session: SessionDep):
    Sessions(session).first().get("https://example.com")  # expect: blocking-http via GET /first
    await resolve(httpx.AsyncClient).get("https://example.com")
    return resolve(httpx.Client).get("https://example.com")  # expect: blocking-http via GET /first
