"""pytest with pytest-asyncio, in a process of its own: fixtures that are coroutine functions, and plain ones."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest_asyncio

RULES = ("frameworks/pytest",)
NOT_DRIVEN = {}

TESTS = """
import asyncio, json, pathlib, pytest, pytest_asyncio

PLACES = []

def note(name, column):
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        PLACES.append((name, column, "import"))
    else:
        PLACES.append((name, column, "loop"))

@pytest_asyncio.fixture
async def bare():
    note("pytest_asyncio.fixture/0", "async")

@pytest_asyncio.fixture(scope="function")
async def decorated():
    note("pytest_asyncio.fixture/decorates", "async")
    yield
    note("pytest_asyncio.fixture/decorates", "async")

@pytest.fixture
async def own():
    note("pytest.fixture/0", "async")

@pytest.fixture
def plain():
    note("pytest.fixture/0", "sync")

@pytest.fixture(scope="module")
def plain_decorated():
    note("pytest.fixture/decorates", "sync")
    yield
    note("pytest.fixture/decorates", "sync")
    pathlib.Path("places.json").write_text(json.dumps(PLACES))

async def test_all(plain_decorated, bare, decorated, own, plain):
    pass
"""


def drive(truth):
    assert pytest_asyncio
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "test_places.py").write_text(TESTS)
        options = ["-p", "no:cacheprovider", "-o", "asyncio_mode=auto", "-q", "--rootdir", folder]
        command = [sys.executable, "-m", "pytest", *options, "-c", "/dev/null", folder]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        for row, column, place in json.loads((Path(folder) / "places.json").read_text()):
            name, _, way = row.partition("/")
            truth.ran(name, column, way, place)
