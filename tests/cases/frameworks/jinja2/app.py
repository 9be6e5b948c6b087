"""Jinja: what a template calls runs where it is rendered."""

import time

from fastapi import FastAPI, Request
from fastapi.templating import Jinja2Templates


def slow_context(request: Request) -> dict:
    time.sleep(1)  # expect: blocking-sleep
    return {}


app = FastAPI()
templates = Jinja2Templates("templates", context_processors=[slow_context])


@app.get("/")
async def page(request: Request):
    return templates.TemplateResponse(request, "page.html")
