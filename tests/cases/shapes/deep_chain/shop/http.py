import httpx

_client = httpx.Client()


def get_json(url):
    response = _request("GET", url)
    return response.json()


def _request(method, url):
    return _client.request(method, url)  # expect: blocking-http via POST /orders
