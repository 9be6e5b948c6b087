"""What is done here while the module is imported is done for all that import it."""

from functools import cache, lru_cache


@lru_cache
def settings():
    with open("settings.json") as file:
        return file.read()


@lru_cache(maxsize=None)
def secrets():
    with open("secrets.json") as file:
        return file.read()


@cache
def features():
    return open("features.json").read()  # todo-ok: blocking-file -- who includes the router has done it


@lru_cache
def words():
    with open("words.txt") as file:  # expect: blocking-file via GET /words
        return file.read()  # expect: blocking-file via GET /words


@lru_cache(maxsize=0)
def never_kept():
    return open("never.txt").read()  # expect: blocking-file via GET /never


@lru_cache
def by_name(name):
    return open(name).read()  # expect: blocking-file via GET /name


@lru_cache
def perhaps():
    return open("perhaps.txt").read()  # expect: blocking-file via GET /perhaps


@lru_cache
def in_loop():
    return open("loop.txt").read()  # expect: blocking-file via GET /perhaps


@lru_cache
def tried():
    return open("tried.txt").read()  # expect: blocking-file via GET /perhaps


@lru_cache
def behind_return():
    return open("behind.txt").read()  # expect: blocking-file via GET /perhaps


@lru_cache
def second():
    return open("second.txt").read()  # expect: blocking-file via GET /perhaps


@lru_cache
def elsewhere():
    return open("elsewhere.txt").read()  # expect: blocking-file via GET /elsewhere


def plain():
    return open("plain.txt").read()  # expect: blocking-file via GET /plain
