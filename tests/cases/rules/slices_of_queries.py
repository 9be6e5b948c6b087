"""A part of a query is another query; one row of it is asked for at once."""

import pymongo
from asgiref.sync import sync_to_async
from django.db import models
from fastapi import FastAPI
from mongoengine import Document

app = FastAPI()
collection = pymongo.MongoClient()["db"]["notes"]


class Note(models.Model):
    title = models.TextField()


class Page(Document):
    pass


@app.get("/notes")
async def notes(start: int, limit: int):
    query = Note.objects.order_by("title")[start : start + limit]
    return await sync_to_async(list)(query)


@app.get("/newest")
async def newest():
    return Note.objects.order_by("-id")[0]  # expect: blocking-database via GET /newest


@app.get("/all")
async def all_of_them():
    return [note for note in Note.objects.order_by("title")[:10]]  # expect: blocking-database via GET /all


@app.get("/pages")
async def pages():
    query = Page.objects(title="a")[:10]
    return await sync_to_async(list)(query)


@app.get("/page")
async def page():
    return Page.objects(title="a")[0]  # expect: blocking-database via GET /page


@app.get("/some")
async def some():
    return await sync_to_async(list)(collection.find({})[:10])
