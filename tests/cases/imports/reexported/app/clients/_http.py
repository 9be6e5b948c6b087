import httpx


def fetch(url):
    return httpx.get(url).json()  # expect: blocking-http via GET /rates


async def fetch_async(url):
    async with httpx.AsyncClient() as client:
        return (await client.get(url)).json()
