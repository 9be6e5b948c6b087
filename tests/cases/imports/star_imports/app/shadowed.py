import time


def copyfile(source, target):
    time.sleep(1)


def getsize(path):
    time.sleep(2)  # expect: blocking-sleep via GET /shadowed/by-project
    return 0
