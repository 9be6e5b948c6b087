import requests


def fetch(path):
    return requests.get("https://api.example.com" + path).json()  # todo-expect: blocking-http via GET /orders -- who imports it stands elsewhere
