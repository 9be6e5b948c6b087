import subprocess as sp


def build():
    sp.run(["make", "report"])  # expect: blocking-subprocess via GET /module via GET /as
