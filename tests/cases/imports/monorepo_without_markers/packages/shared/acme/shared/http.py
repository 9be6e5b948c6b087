import requests


def fetch(path):
    return requests.get("https://api.example.com" + path).json()  # expect: blocking-http via GET /orders
