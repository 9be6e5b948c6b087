"""A generic repository: its type argument says which model, its base class has the session."""

from typing import Generic, TypeVar

import acme
from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session

Model = TypeVar("Model")
app = FastAPI()


class User: ...


def get_session() -> Session:
    return acme.session()


class Repository(Generic[Model]):
    model: type[Model]

    def __init__(self, session: Session = Depends(get_session)):
        self.session = session

    def get(self, key: int) -> Model:
        return self.session.get(self.model, key)  # expect: blocking-database via GET /users/{key}, via GET /first


class UserRepository(Repository[User]):
    model = User


@app.get("/users/{key}")
async def user(key: int, users: UserRepository = Depends()):
    return users.get(key)  # boundary


def repository(session: Session = Depends(get_session)) -> Repository[User]:
    return Repository(session)


@app.get("/first")
async def first(users: Repository[User] = Depends(repository)):
    return users.get(1)  # boundary
