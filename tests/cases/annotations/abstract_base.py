"""An abstract repository handed to a service's constructor, implemented and chosen elsewhere."""

from abc import ABC, abstractmethod

import acme
from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session

app = FastAPI()


class UserRepository(ABC):
    @abstractmethod
    def get(self, key: int): ...

    @abstractmethod
    def count(self): ...


class SqlUserRepository(UserRepository):
    def __init__(self, session: Session):
        self.session = session

    def get(self, key: int):
        return self.session.get(dict, key)  # expect: blocking-database via GET /users/{key}

    def count(self):
        return 0


class UserService:
    def __init__(self, users: UserRepository):
        self._users = users

    def profile(self, key: int):
        return self._users.get(key)

    def statistics(self):
        return self._users.count()


def get_session() -> Session:
    return acme.session()


def get_repository(session: Session = Depends(get_session)) -> UserRepository:
    return SqlUserRepository(session)


def get_service(users: UserRepository = Depends(get_repository)) -> UserService:
    return UserService(users)


@app.get("/users/{key}")
async def user(key: int, service: UserService = Depends(get_service)):
    return service.profile(key)  # boundary


@app.get("/statistics")
async def statistics(service: UserService = Depends(get_service)):
    return service.statistics()
