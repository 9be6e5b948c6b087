from app.container import get_files
from app.services import FileService
from fastapi import Depends, FastAPI

app = FastAPI()


@app.post("/files/{key}")
async def upload(key: str, files: FileService = Depends(get_files)):
    await files.upload(key, b"")


@app.get("/files/{key}")
async def link(key: str, files: FileService = Depends(get_files)):
    return files.link(key)
