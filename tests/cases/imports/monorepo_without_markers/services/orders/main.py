"""Folders that say nowhere that they are projects; two of them share the namespace `acme`."""

from acme.billing.invoices import open_invoices
from fastapi import FastAPI
from helpers.money import total

app = FastAPI()


@app.get("/orders")
async def orders():
    return total(open_invoices())
