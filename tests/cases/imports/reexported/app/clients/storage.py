from ._paths import ROOT

__all__ = ["save"]


def save(name, data):
    with open(ROOT + name, "wb") as file:  # expect: blocking-file via PUT /files/{name}
        file.write(data)  # expect: blocking-file via PUT /files/{name}


def _hidden():
    open("hidden")
