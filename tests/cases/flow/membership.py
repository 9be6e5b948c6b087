"""`kind in (…)` as a condition that callers decide."""

from fastapi import FastAPI

app = FastAPI()


def export(kind):
    if kind in ("xls", "xlsx"):
        return open("/tmp/export.xlsx", "rb")  # todo-ok: blocking-file -- `in` is not followed as a condition
    return None


@app.get("/csv")
async def as_csv():
    return export("csv")
