import requests

from shop import orders


def tax(order):
    return requests.get(f"https://tax.example.com/{order}").json()  # expect: blocking-http via GET /orders/{order}


def invoice(order):
    return orders.total(order)
