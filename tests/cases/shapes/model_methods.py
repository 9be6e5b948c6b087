"""Active records: models that load and save themselves through a session they find on their own."""

from fastapi import FastAPI
from sqlalchemy import Column, Integer, create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()
SessionLocal = sessionmaker(bind=create_engine("postgresql://localhost/app"))
app = FastAPI()


class Crud:
    @classmethod
    def session(cls):
        return SessionLocal()

    @classmethod
    def all(cls):
        with cls.session() as session:
            return session.query(cls).all()  # expect: blocking-database via GET /users

    def save(self):
        session = self.session()
        session.add(self)
        session.commit()  # expect: blocking-database via POST /users
        return self

    @property
    def fresh(self):
        return self.session().get(type(self), self.id)  # expect: blocking-database via GET /users/fresh


class User(Base, Crud):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)


@app.get("/users")
async def users():
    return User.all()  # boundary


@app.post("/users")
async def add():
    return User(id=1).save()  # boundary


@app.get("/users/fresh")
async def fresh():
    return User(id=1).fresh  # boundary
