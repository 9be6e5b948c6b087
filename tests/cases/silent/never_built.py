"""Implementations that this program never makes an object of."""

from abc import ABC, abstractmethod

import boto3
from fastapi import Depends, FastAPI

app = FastAPI()


class Storage(ABC):
    @abstractmethod
    def save(self, key): ...


class S3Storage(Storage):
    def __init__(self):
        self.client = boto3.client("s3")

    def save(self, key):
        self.client.put_object(Bucket="b", Key=key)


class MemoryStorage(Storage):
    def __init__(self):
        self.keys = []

    def save(self, key):
        self.keys.append(key)


storage: Storage = MemoryStorage()


def get_storage() -> Storage:
    return storage


@app.put("/files/{key}")
async def save(key: str, storage: Storage = Depends(get_storage)):
    storage.save(key)
