from shop.http import get_json


def current(currency):
    return get_json(f"https://rates.example.com/{currency}")["rate"]
