import time

__all__ = ["wait", "Waiter"]


def wait():
    time.sleep(1)  # todo-expect: blocking-sleep via GET /wait -- the library's star is taken to have every name


class Waiter:
    def wait(self):
        time.sleep(1)  # todo-expect: blocking-sleep via GET /inherited -- the library's star is taken to have every name


def left_out():
    time.sleep(1)
