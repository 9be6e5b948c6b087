"""`src/` beside scripts; both import the package by its name."""

from fastapi import FastAPI

from shop.mailer import send

app = FastAPI()


@app.post("/mail")
async def mail(to: str):
    send(to)  # boundary
