"""`scoped_session` and Flask-like globals that stand for a session."""

from fastapi import FastAPI
from sqlalchemy import create_engine
from sqlalchemy.orm import scoped_session, sessionmaker

db_session = scoped_session(sessionmaker(bind=create_engine("postgresql://localhost/app")))
app = FastAPI()


class User:
    @classmethod
    def by_name(cls, name):
        return db_session.query(cls).filter_by(name=name).first()  # expect: blocking-database via GET /users/{name}

    def save(self):
        db_session.add(self)
        db_session.commit()  # expect: blocking-database via POST /users


@app.get("/users/{name}")
async def user(name: str):
    return User.by_name(name)  # boundary


@app.post("/users")
async def add():
    User().save()  # boundary


@app.on_event("shutdown")
async def shutdown():
    db_session.remove()  # expect: blocking-database
