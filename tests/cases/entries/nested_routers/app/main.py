"""Routers in routers, mounted in two places; a sub-application; routes added by call."""

import time

from app.users import router
from fastapi import APIRouter, FastAPI

app = FastAPI()
v1 = APIRouter(prefix="/v1")
v1.include_router(router)
api = APIRouter()
api.include_router(v1)
app.include_router(api, prefix="/api")
app.include_router(router, prefix="/internal")

admin = FastAPI()
app.mount("/admin", admin)


@admin.get("/status")
async def status():
    time.sleep(1)  # expect: blocking-sleep via GET /admin/status


async def health():
    time.sleep(1)  # expect: blocking-sleep via GET /health


app.add_api_route("/health", health, methods=["GET"])


for name in ("a", "b"):

    @app.get(f"/generated/{name}")
    async def generated():
        time.sleep(1)  # expect: blocking-sleep
