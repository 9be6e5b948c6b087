import os


def audit(what):
    os.system("logger " + what)  # expect: blocking-subprocess via GET /v1/users
