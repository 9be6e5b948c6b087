"""What entering a context manager gives: of a library, of a class, of a generator function."""

from contextlib import contextmanager

import psycopg2
import requests
from fastapi import FastAPI
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

engine = create_engine("postgresql://localhost/app")
Session = sessionmaker(bind=engine)
app = FastAPI()


class Transaction:
    def __init__(self, dsn):
        self.dsn = dsn

    def __enter__(self):
        self.connection = psycopg2.connect(self.dsn)  # expect: blocking-database via GET /class
        return self.connection.cursor()

    def __exit__(self, *exc):
        self.connection.commit()  # expect: blocking-database via GET /class


@contextmanager
def cursor():
    connection = psycopg2.connect("dbname=app")  # expect: blocking-database via GET /generator
    try:
        yield connection.cursor()
    finally:
        connection.close()


class Database:
    def __init__(self):
        self.Session = sessionmaker(engine)

    def names(self):
        with self.Session() as session:
            return session.execute("select name from users").all()  # expect: blocking-database via GET /attribute


@app.get("/library")
async def library():
    with requests.Session() as http:
        http.get("https://example.com")  # expect: blocking-http via GET /library
    with Session.begin() as session, engine.connect() as connection:  # expect: blocking-database via GET /library
        session.execute("select 1")  # expect: blocking-database via GET /library
        connection.execute("select 1")  # expect: blocking-database via GET /library


@app.get("/class")
async def by_class():
    with Transaction("dbname=app") as cursor:  # boundary
        cursor.execute("select 1")  # expect: blocking-database via GET /class


@app.get("/generator")
async def by_generator():
    with cursor() as found:  # boundary
        found.execute("select 1")  # expect: blocking-database via GET /generator


@app.get("/attribute")
async def by_attribute():
    return Database().names()  # boundary
