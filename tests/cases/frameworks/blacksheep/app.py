"""BlackSheep: plain handlers run on the loop."""

import time

from blacksheep import Application, get, text

app = Application()


@get("/async")
async def asynchronous():
    time.sleep(1)  # expect: blocking-sleep via GET /async
    return text("ok")


@app.router.get("/plain")
def plain():
    time.sleep(1)  # expect: blocking-sleep via GET /plain
    return text("ok")


def helper():
    time.sleep(1)


async def timing(request, handler):
    time.sleep(1)  # expect: blocking-sleep via middleware timing
    return await handler(request)


app.middlewares.append(timing)


@app.on_start
async def start(app):
    time.sleep(1)  # expect: blocking-sleep via event handler start
