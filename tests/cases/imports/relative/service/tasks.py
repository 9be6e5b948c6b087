import time


def wait():
    time.sleep(1)  # expect: blocking-sleep via GET /tick via GET /v1/users
