"""BLC103: databases, by driver and by toolkit."""

import sqlite3

import psycopg
import psycopg2
import pymongo
import pymysql
from fastapi import FastAPI
from sqlalchemy import create_engine, text
from sqlmodel import Session, select

app = FastAPI()
engine = create_engine("postgresql://localhost/app")


@app.get("/sqlite")
async def with_sqlite():
    connection = sqlite3.connect("app.db")  # expect: blocking-database via GET /sqlite
    connection.execute("select 1").fetchall()  # expect: blocking-database via GET /sqlite


@app.get("/psycopg2")
async def with_psycopg2():
    connection = psycopg2.connect("dbname=app")  # expect: blocking-database via GET /psycopg2
    with connection.cursor() as cursor:
        cursor.execute("select 1")  # expect: blocking-database via GET /psycopg2
    connection.commit()  # expect: blocking-database via GET /psycopg2


@app.get("/psycopg")
async def with_psycopg():
    with psycopg.connect("dbname=app") as connection:  # expect: blocking-database via GET /psycopg
        connection.execute("select 1").fetchone()  # expect: blocking-database via GET /psycopg


@app.get("/psycopg/async")
async def with_psycopg_async():
    async with await psycopg.AsyncConnection.connect("dbname=app") as connection:
        await connection.execute("select 1")


@app.get("/pymysql")
async def with_pymysql():
    cursor = pymysql.connect(host="db").cursor()  # expect: blocking-database via GET /pymysql
    cursor.execute("select 1")  # expect: blocking-database via GET /pymysql


@app.get("/pymongo")
async def with_pymongo():
    pymongo.MongoClient().shop.orders.insert_one({})  # expect: blocking-database via GET /pymongo


@app.get("/sqlalchemy")
async def with_sqlalchemy():
    with engine.begin() as connection:  # expect: blocking-database via GET /sqlalchemy
        connection.execute(text("select 1"))  # expect: blocking-database via GET /sqlalchemy


@app.get("/sqlmodel")
async def with_sqlmodel():
    with Session(engine) as session:
        return session.exec(select(1)).first()  # expect: blocking-database via GET /sqlmodel
