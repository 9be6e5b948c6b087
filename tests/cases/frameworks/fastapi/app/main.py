"""FastAPI: each kind of callable once where it holds up the loop, and once where it does not."""

import time
from contextlib import asynccontextmanager

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, Request, Response, WebSocket
from fastapi.responses import JSONResponse, StreamingResponse

from app.items import router
from app.parts import SlowResponse, async_dependency, chunks, plain_dependency, report, report_async


@asynccontextmanager
async def lifespan(app: FastAPI):
    time.sleep(1)  # expect: blocking-sleep via lifespan lifespan
    yield


app = FastAPI(lifespan=lifespan)
api = APIRouter(prefix="/api")
api.include_router(router, prefix="/v1")
app.include_router(api)


@app.get("/async", dependencies=[Depends(async_dependency)])
async def asynchronous():
    time.sleep(1)  # expect: blocking-sleep via GET /async


@app.get("/plain")
def plain(value: int = Depends(plain_dependency)):
    time.sleep(1)


@app.api_route("/both", methods=["PUT", "PATCH"])
async def both():
    time.sleep(1)  # expect: blocking-sleep via PUT,PATCH /both


def added():
    time.sleep(1)


async def added_async():
    time.sleep(1)  # expect: blocking-sleep via POST /added


app.add_api_route("/added", added)
app.add_api_route("/added", added_async, methods=["POST"])


@app.websocket("/ws")
async def talk(socket: WebSocket):
    time.sleep(1)  # expect: blocking-sleep via WS /ws


@app.middleware("http")
async def timing(request: Request, call_next):
    time.sleep(1)  # expect: blocking-sleep via middleware timing
    return await call_next(request)


@app.exception_handler(KeyError)
async def missing(request: Request, error: KeyError):
    time.sleep(1)  # expect: blocking-sleep via exception handler missing
    return JSONResponse({}, 404)


@app.exception_handler(ValueError)
def wrong(request: Request, error: ValueError):
    time.sleep(1)
    return JSONResponse({}, 400)


@app.post("/tasks")
async def tasks(background: BackgroundTasks):
    background.add_task(report, 1)
    background.add_task(report_async, 1)


@app.get("/stream")
async def stream():
    return StreamingResponse(chunks())


@app.get("/response", response_class=SlowResponse)
def response():
    return {}


@app.get("/own-response")
def own_response() -> Response:
    return SlowResponse({})


@app.on_event("startup")
def start():
    time.sleep(1)  # expect: blocking-sleep via startup handler start
