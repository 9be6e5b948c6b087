"""What runs while modules are imported is over when the loop begins."""

import time

import requests
from fastapi import FastAPI


def load_config():
    time.sleep(1)
    return requests.get("https://config.example.com").json()


CONFIG = load_config()
TOKEN = open("/run/secrets/token").read()


class Settings:
    values = load_config()

    def __init__(self):
        self.extra = open("extra.json").read()


settings = Settings()
app = FastAPI()


@app.get("/settings")
async def show():
    return CONFIG, TOKEN, settings.values, settings.extra
