"""Documents, data files and models that are met less often."""

import io

import catboost
import docx2txt
import h5py
import keyring
import pikepdf
import portalocker
import pypandoc
import xarray
import xlrd
from docxtpl import DocxTemplate
from fastapi import FastAPI
from fpdf import FPDF
from PyPDF2 import PdfReader

app = FastAPI()


@app.post("/pdf")
async def pdf(content: bytes):
    PdfReader(io.BytesIO(content))
    for page in PdfReader("a.pdf").pages:  # expect: blocking-file via POST /pdf
        page.extract_text()  # expect: cpu-bound via POST /pdf
    with pikepdf.open("a.pdf") as document:  # expect: blocking-file via POST /pdf
        document.save("b.pdf")  # expect: blocking-file via POST /pdf
    with pikepdf.Pdf.open(io.BytesIO(content)) as document:
        document.save(io.BytesIO())


@app.post("/print")
async def print_():
    paper = FPDF()
    paper.add_page()
    paper.output()
    paper.output("a.pdf")  # expect: blocking-file via POST /print


@app.post("/office")
async def office(content: bytes):
    docx2txt.process(io.BytesIO(content))
    docx2txt.process("a.docx")  # expect: blocking-file via POST /office
    letter = DocxTemplate("letter.docx")
    letter.render({})  # expect: cpu-bound via POST /office
    letter.save(io.BytesIO())
    letter.save("b.docx")  # expect: blocking-file via POST /office
    xlrd.open_workbook(file_contents=content)
    return xlrd.open_workbook("a.xls")  # expect: blocking-file via POST /office


@app.post("/convert")
async def convert(text: str):
    return pypandoc.convert_text(text, "rst", format="md")  # expect: blocking-subprocess via POST /convert


@app.get("/data")
async def data():
    with h5py.File("a.h5") as file:  # expect: blocking-file via GET /data
        numbers = file.create_dataset("a", (3,))  # expect: blocking-file via GET /data
        numbers[0] = 1  # expect: blocking-file via GET /data
    frame = xarray.open_dataset("a.nc")  # expect: blocking-file via GET /data
    await frame.load_async()
    return frame.load()  # expect: blocking-file via GET /data


@app.get("/predict")
async def predict():
    model = catboost.CatBoostClassifier()
    model.load_model("a.cbm")  # expect: blocking-file via GET /predict
    return model.predict([[1]])  # expect: blocking-model via GET /predict


@app.get("/secret")
async def secret():
    with portalocker.Lock("a.lock"):  # expect: blocking-wait via GET /secret
        return keyring.get_password("app", "me")  # expect: blocking-sdk via GET /secret
