"""BLC115 and BLC116: models in the process, images and tables."""

import pandas
from fastapi import FastAPI
from PIL import Image
from sentence_transformers import SentenceTransformer

app = FastAPI()
model = SentenceTransformer("all-MiniLM-L6-v2")


@app.get("/embed")
async def embed(text: str):
    return model.encode(text)  # expect: blocking-model via GET /embed


@app.get("/load")
async def load():
    return SentenceTransformer("all-MiniLM-L6-v2")  # expect: blocking-model via GET /load


@app.get("/image")
async def image():
    picture = Image.open("a.png")  # expect: blocking-file via GET /image
    return picture.resize((10, 10))  # expect: cpu-bound via GET /image


@app.get("/table")
async def table():
    return pandas.read_csv("a.csv")  # expect: blocking-file via GET /table
