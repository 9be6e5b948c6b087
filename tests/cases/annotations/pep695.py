# requires: python 3.12
"""Type parameters and type statements."""

from typing import Annotated

import acme
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


def download[S: requests.Session](session: S) -> bytes:
    return session.get("https://example.com").content  # todo-expect: blocking-http via GET /download -- bounds are not read


@app.get("/users")
async def users(session: SessionDep):
    return Repository[int](session).all()  # boundary


@app.get("/download")
async def file():
    return download(acme.session())
