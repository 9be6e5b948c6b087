"""Step 3, as it should be: a plain `def`, which FastAPI runs in its threadpool, and a model of what it returns."""

from datetime import date
from typing import Annotated, Literal

from fastapi import FastAPI, Query
from pydantic import BaseModel

from service import latest_announcements

app = FastAPI()


class Announcement(BaseModel):
    """One announcement, as the page shows it."""

    title: str
    text: str
    published: date
    source: Literal["editors", "status page"]


@app.get("/announcements")
def announcements(limit: Annotated[int, Query(ge=1, le=100)] = 10) -> list[Announcement]:
    """The latest announcements."""
    return [Announcement.model_validate(entry) for entry in latest_announcements(limit)]
