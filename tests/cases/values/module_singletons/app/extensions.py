"""Made when the module is imported, used everywhere."""

import httpx
import redis

cache = redis.Redis(host="cache")
http = httpx.AsyncClient()
