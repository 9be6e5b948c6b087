"""A library goes by other names: of the module, of the function, of a submodule."""

import time as clock
import urllib.request
import urllib.request as web
from subprocess import run as execute
from time import sleep as pause

import requests as http
from fastapi import FastAPI

app = FastAPI()


@app.get("/module")
async def of_the_module():
    clock.sleep(1)  # expect: blocking-sleep via GET /module
    http.get("https://api.example.com")  # expect: blocking-http via GET /module


@app.get("/function")
async def of_the_function():
    pause(1)  # expect: blocking-sleep via GET /function
    execute(["convert", "in.png", "out.png"])  # expect: blocking-subprocess via GET /function


@app.get("/submodule")
async def of_the_submodule():
    urllib.request.urlopen("https://example.com")  # expect: blocking-http via GET /submodule
    web.urlopen("https://example.com")  # expect: blocking-http via GET /submodule


@app.get("/assigned")
async def assigned():
    wait = clock.sleep
    wait(1)  # expect: blocking-sleep via GET /assigned
