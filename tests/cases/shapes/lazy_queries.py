"""No call to be seen: a query runs where it is iterated."""

from django.db import models
from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

app = FastAPI()


class Article(models.Model):
    title = models.CharField(max_length=100)


class User: ...


def get_session() -> Session:
    return Session()


def active(session: Session):
    return session.query(User).filter(User.active)


@app.get("/for")
async def by_for(session: Session = Depends(get_session)):
    for user in active(session):  # expect: blocking-database via GET /for
        return user


@app.get("/list")
async def by_list(session: Session = Depends(get_session)):
    return list(active(session))  # expect: blocking-database via GET /list


@app.get("/comprehension")
async def by_comprehension(session: Session = Depends(get_session)):
    return [user.name for user in active(session)]  # expect: blocking-database via GET /comprehension


@app.get("/scalars")
async def by_scalars(session: Session = Depends(get_session)):
    return session.scalars(select(User)).all()  # expect: blocking-database via GET /scalars


@app.get("/django")
async def django():
    return [article.title for article in Article.objects.filter(title="a")]  # expect: blocking-database via GET /django


@app.get("/built-only")
async def built_only(session: Session = Depends(get_session)):
    return str(active(session))


@app.get("/django-async")
async def django_async():
    return [article.title async for article in Article.objects.filter(title="a")]
