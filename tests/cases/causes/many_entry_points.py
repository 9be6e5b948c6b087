"""One cause that several routes reach is one finding with all of them."""

from fastapi import FastAPI

app = FastAPI()


def render(name):
    with open(f"templates/{name}") as file:  # expect: blocking-file via GET /a via GET /b via GET /c
        return file.read()  # expect: blocking-file via GET /a via GET /b via GET /c


def page(name):
    return render(name + ".html")


@app.get("/a")
async def a():
    return page("a")  # boundary


@app.get("/b")
async def b():
    return page("b")  # boundary


@app.get("/c")
async def c():
    return render("c")  # boundary
