import boto3
import httpx


class S3Storage:
    def __init__(self, bucket: str):
        self._bucket = bucket
        self._client = boto3.client("s3")

    def put(self, key, data):
        self._client.put_object(Bucket=self._bucket, Key=key, Body=data)  # expect: blocking-sdk via POST /files/{key}

    def url(self, key):
        return f"https://{self._bucket}.s3.amazonaws.com/{key}"


class MemoryStorage:
    def __init__(self):
        self.files = {}

    def put(self, key, data):
        self.files[key] = data

    def url(self, key):
        return key


class HttpMailer:
    def __init__(self):
        self.client = httpx.AsyncClient()

    async def send(self, to, text):
        await self.client.post("https://mail.example.com", json={"to": to, "text": text})
