"""An import in a route runs the module on the loop; one at the top ran before there was a loop."""

from fastapi import FastAPI

from app.constants import TABLE

app = FastAPI()


@app.get("/lazily")
async def lazily():
    from app.tables import TABLE  # boundary

    return TABLE


@app.get("/eagerly")
async def eagerly():
    return TABLE
