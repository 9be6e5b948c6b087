"""A module whose names are made when somebody asks for them."""

import time


def _load(name):
    time.sleep(1)  # expect: blocking-sleep via GET /settings
    return name


def __getattr__(name):
    return _load(name)
