"""Service class methods inherited from a common base that calls `cls.model…`, in the manner of peewee."""

import peewee
from fastapi import FastAPI

app = FastAPI()
db = peewee.PostgresqlDatabase("app")


class BaseModel(peewee.Model):
    class Meta:
        database = db


class User(BaseModel):
    email = peewee.CharField()


class Document(BaseModel):
    title = peewee.CharField()


class CommonService:
    model: type[peewee.Model] = None

    @classmethod
    def get_by_id(cls, key):
        return cls.model.get_or_none(cls.model.id == key)  # expect: blocking-database via GET /users/{key} via GET /documents/{key}

    @classmethod
    def all(cls):
        return list(cls.model.select())  # expect: blocking-database via GET /users

    @classmethod
    def insert(cls, **fields):
        return cls.model(**fields).save(force_insert=True)  # expect: blocking-database via POST /users

    @classmethod
    def build_query(cls, key):
        return cls.model.select().where(cls.model.id == key)


class UserService(CommonService):
    model = User


class DocumentService(CommonService):
    model = Document


@app.get("/users/{key}")
async def user(key: str):
    return UserService.get_by_id(key)  # boundary


@app.get("/documents/{key}")
async def document(key: str):
    return DocumentService.get_by_id(key)  # boundary


@app.get("/users")
async def users():
    return UserService.all()  # boundary


@app.post("/users")
async def add_user(email: str):
    return UserService.insert(email=email)  # boundary


@app.get("/query")
async def query(key: str):
    return str(UserService.build_query(key).sql())
