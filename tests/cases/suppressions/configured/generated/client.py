import requests


async def call():
    requests.get("https://example.com")
