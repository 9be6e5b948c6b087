"""`kind in (…)` as a condition that callers decide."""

import time
from enum import Enum

from fastapi import FastAPI

SHEETS = ("xls", "xlsx")
TEXTS = frozenset({"csv", "tsv"})
DRAWINGS = ["svg", "dxf"]
DRAWINGS.append(open("/tmp/kinds").read())
LOADED = [line for line in open("/tmp/kinds")]
app = FastAPI()


class Level(Enum):
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


def export(kind):
    if kind in ("xls", "xlsx"):
        return open("/tmp/export.xlsx", "rb")
    return None


def export_any(kind):
    if kind in {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "csv"}:
        time.sleep(1)  # expect: blocking-sleep via GET /csv not via GET /xls
    if kind not in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "csv"]:
        time.sleep(2)  # expect: blocking-sleep via GET /xls not via GET /csv


def check(kind):
    if kind not in ("csv", "xls"):
        time.sleep(3)
        raise ValueError(kind)


def by_constant(kind):
    if kind in SHEETS:
        time.sleep(4)  # expect: blocking-sleep via GET /xls not via GET /csv
    if kind not in SHEETS:
        time.sleep(5)  # expect: blocking-sleep via GET /csv not via GET /xls
    if kind in TEXTS:
        time.sleep(6)  # expect: blocking-sleep via GET /csv not via GET /xls
    if kind in DRAWINGS:
        time.sleep(7)  # expect: blocking-sleep via GET /csv via GET /xls
    if kind in LOADED:
        time.sleep(8)  # expect: blocking-sleep via GET /csv via GET /xls


def by_text(mode):
    if "w" in mode:
        time.sleep(9)  # expect: blocking-sleep via GET /xls not via GET /csv
    if mode in "rb+":
        time.sleep(10)  # expect: blocking-sleep via GET /csv not via GET /xls


def by_roles(roles):
    if "admin" in roles:
        time.sleep(11)  # expect: blocking-sleep via GET /xls not via GET /csv


def by_pattern(kind):
    match kind:
        case "xls" | "xlsx":
            time.sleep(12)  # expect: blocking-sleep via GET /xls not via GET /csv
        case "csv" | "tsv":
            time.sleep(13)  # expect: blocking-sleep via GET /csv not via GET /xls


def by_member(level):
    if level in (Level.MIDDLE, Level.HIGH):
        time.sleep(14)  # expect: blocking-sleep via GET /xls not via GET /csv


def by_callers(kind, one, other):
    if kind in (one, other):
        time.sleep(15)  # expect: blocking-sleep via GET /csv


def changed(kind):
    kinds = ["pdf"]
    kinds.append(open("/tmp/kinds").read())  # expect: blocking-file
    if kind in kinds:
        time.sleep(16)  # expect: blocking-sleep via GET /csv via GET /xls


def all_of_them(kind, mode, roles, level):
    export_any(kind)
    check(kind)
    by_constant(kind)
    by_text(mode)
    by_roles(roles)
    by_pattern(kind)
    by_member(level)
    changed(kind)


@app.get("/csv")
async def as_csv():
    all_of_them("csv", "r", ("user", "guest"), Level.LOW)  # boundary
    by_callers("csv", "tsv", "csv")  # boundary
    return export("csv")


@app.get("/xls")
async def as_xls():
    all_of_them("xls", "wb", ["user", "admin"], Level.HIGH)  # boundary
    by_callers("xls", "csv", "tsv")
