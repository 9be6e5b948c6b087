"""`self.__client = session.client(name)`."""

import boto3
from fastapi import Depends, FastAPI

app = FastAPI()


class Aws:
    def __init__(self, name: str):
        session = boto3.session.Session()
        self.__client = session.client(name)

    def call(self, operation, **arguments):
        return getattr(self.__client, operation)(**arguments)

    def tables(self):
        return self.__client.list_tables()  # expect: blocking-sdk via GET /tables


def dynamodb():
    return Aws("dynamodb")


@app.get("/tables")
async def tables(aws: Aws = Depends(dynamodb)):
    return aws.tables()  # boundary
