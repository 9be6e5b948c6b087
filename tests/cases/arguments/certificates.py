"""Data that is handed over need not be read from a disk."""

import ssl

from fastapi import FastAPI

app = FastAPI()


@app.get("/given")
async def given(data: str):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=data)
    return context


@app.get("/read")
async def read():
    context = ssl.create_default_context()  # expect: blocking-file via GET /read
    context.load_verify_locations(cafile="ca.pem")  # expect: blocking-file via GET /read
    context.load_cert_chain("cert.pem")  # expect: blocking-file via GET /read
