import requests


async def job():
    requests.get("https://example.com")
    open("result.txt", "w")  # expect: blocking-file
