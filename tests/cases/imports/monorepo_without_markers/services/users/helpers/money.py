import time


def total(items):
    time.sleep(1)  # expect: blocking-sleep via GET /users, not via GET /orders
    return len(items)
