"""What a library's object has under a name that no rule tells the type of may be equal to a literal, and false."""

import docker
from fastapi import FastAPI

app = FastAPI()
client = docker.from_env()


@app.delete("/sandboxes/{name}")
async def pause(name: str):
    container = client.containers.get(name)  # expect: blocking-sdk via DELETE /sandboxes/{name}
    if container.status == "running":
        container.pause()  # expect: blocking-sdk
    if container.status in ("paused", "exited"):
        container.stop()  # expect: blocking-sdk
    if not container.labels:
        container.remove()  # expect: blocking-sdk
