"""Functions that call themselves or each other, and are handed to themselves."""

import time

from fastapi import FastAPI

app = FastAPI()


def factorial(n):
    time.sleep(0.1)  # expect: blocking-sleep via GET /direct
    return 1 if n < 2 else n * factorial(n - 1)


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    time.sleep(0.1)  # expect: blocking-sleep via GET /mutual
    return False if n == 0 else even(n - 1)


def walk(tree, visit):
    visit(tree)
    for child in tree:
        walk(child, visit)


def visit(node):
    time.sleep(0.1)  # expect: blocking-sleep via GET /visitor


def fix(function):
    return function(function)


@app.get("/direct")
async def direct():
    return factorial(5)  # boundary


@app.get("/mutual")
async def mutual():
    return even(4)  # boundary


@app.get("/visitor")
async def visitor():
    walk([[], []], visit)  # boundary
    return fix(lambda function: function)
