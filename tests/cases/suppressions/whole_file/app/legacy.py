# blockcheck: ignore-file
"""Old code that is left alone."""

import time


def slow():
    time.sleep(1)
