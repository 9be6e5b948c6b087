import time

__all__ = ["wait", "Waiter"]


def wait():
    time.sleep(1)  # expect: blocking-sleep via GET /wait


class Waiter:
    def wait(self):
        time.sleep(1)  # expect: blocking-sleep via GET /inherited


def left_out():
    time.sleep(1)
