"""The plugin under the real flake8, run as people run it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest

from blockcheck.cache import readable_caches
from blockcheck.cache.results import Kept
from blockcheck.catalogue import load_codes
from blockcheck.flake8_plugin import OFF_BY_DEFAULT
from blockcheck.results import Row, Rows

SERVICE = """\
import time

import requests


def load():
    time.sleep(1)
    return requests.get("https://news.example").json()
"""
APP = """\
from pathlib import Path

import requests
from fastapi import FastAPI

from service import load

app = FastAPI()


@app.get("/news")
async def news():
    return load()


@app.get("/weather")
async def weather():
    if Path("weather.json").exists():
        return Path("weather.json").read_text()
    return requests.get("https://weather.example").json()
"""
SPORT = """\
from service import load


async def sport():
    load()
"""

Flake8 = Callable[..., "subprocess.CompletedProcess[str]"]

STARTED_BY = """\
import multiprocessing, sys
from flake8.main.cli import main

if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv.pop(1))
    raise SystemExit(main())
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    for name, text in {"app.py": APP, "service.py": SERVICE, "sport.py": SPORT, "pyproject.toml": ""}.items():
        (folder / name).write_text(text)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def flake8(project: Path, cache: Path) -> Flake8:
    """Runs flake8 in the project; `start` is how it starts its processes."""

    def run(
        *arguments: str, start: str = "", text: str | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        launcher = ["-m", "flake8"]
        if start:
            (cache.parent / "launch.py").write_text(STARTED_BY)
            launcher = [str(cache.parent / "launch.py"), start]
        return subprocess.run(
            [sys.executable, *launcher, *arguments],
            input=text,
            env={**os.environ, "BLOCKCHECK_CACHE_DIR": str(cache), "PYTHONWARNINGS": "ignore", **environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


def places(done: subprocess.CompletedProcess[str]) -> list[str]:
    """`file:line code` of every line, in the order of flake8."""
    assert not done.stderr, done.stderr
    lines = [re.fullmatch(r"(?:\./)?(.+?):(\d+):\d+: (\w+) .*", line) for line in done.stdout.splitlines()]
    assert all(lines), done.stdout
    return [f"{line[1]}:{line[2]} {line[3]}" for line in lines if line]


BLOCKING = [
    "app.py:13 BLC101",
    "app.py:13 BLC102",
    "app.py:19 BLC110",
    "app.py:20 BLC102",
    "sport.py:5 BLC101",
    "sport.py:5 BLC102",
]
"""Without the rules that are off by default."""
EVERYTHING = sorted([*BLOCKING, "app.py:18 BLC111"])


def test_the_plugin_is_there_once_it_is_installed(flake8: Flake8) -> None:
    assert "blockcheck: " in flake8("--version").stdout
    assert "--blockcheck-src FOLDERS" in flake8("--help").stdout


def test_one_line_for_each_boundary_with_the_way(flake8: Flake8) -> None:
    done = flake8("--select", "BLC102", "app.py")

    blocks = "BLC102 `requests.get` blocks the event loop: it waits for the server's answer"
    assert done.stdout.splitlines() == [
        f"app.py:13:12: {blocks} (via load, service.py:8:12)",
        f"app.py:20:12: {blocks}",
    ]
    assert done.returncode == 1


@pytest.mark.parametrize("jobs", ["1", "4"])
@pytest.mark.parametrize("start", ["", "fork", "spawn"])
def test_however_many_processes(flake8: Flake8, cache: Path, jobs: str, start: str) -> None:
    if start == "fork" and sys.platform == "win32":
        pytest.skip("there is no fork")
    done = flake8("--select", "BLC", "-j", jobs, start=start)

    assert sorted(places(done)) == EVERYTHING
    assert len(list(cache.glob("*/result-*"))) == 1  # one analysis for all


def test_the_result_is_that_of_blockcheck(flake8: Flake8) -> None:
    command = [sys.executable, "-m", "blockcheck", "check", "-q", "--output-format", "concise", "--select", "BLC"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    own = sorted(re.sub(r":(\d+):\d+: (\w+) .*", r":\1 \2", line) for line in done.stdout.splitlines())
    assert own == EVERYTHING


def test_off_by_default_until_selected(flake8: Flake8, project: Path) -> None:
    others = "--extend-ignore=E,F,W,C"
    assert sorted(places(flake8(others))) == BLOCKING
    assert sorted(places(flake8(others, "--extend-select", "BLC111"))) == EVERYTHING
    (project / ".flake8").write_text("[flake8]\nignore = E,F,W,C\n")  # in place of the default, that of plugins too
    assert sorted(places(flake8())) == BLOCKING
    off = {code.code for code in load_codes() if code.severity == "off"}
    assert set(OFF_BY_DEFAULT) == off


@pytest.mark.parametrize(
    ("settings", "left_out"),
    [
        ("exclude = app.py", "app"),
        ("extend-exclude = sport.py", "sport"),
        ("extend-ignore = BLC110", "BLC110"),
        ("per-file-ignores = sport.py:BLC1", "sport"),
        ("per-file-ignores =\n    sport.py:BLC102\n    app.py:BLC10,BLC11", "BLC102|app"),
        ("filename = *app.py", "sport"),
        ("blockcheck-extend-exclude = sport.py", "sport"),
    ],
)
def test_its_configuration_decides(flake8: Flake8, project: Path, settings: str, left_out: str) -> None:
    (project / ".flake8").write_text(f"[flake8]\nselect = BLC1\n{settings}\n")

    assert sorted(places(flake8())) == [place for place in EVERYTHING if not re.search(left_out, place)]


def test_a_changed_caller_is_enough(flake8: Flake8, project: Path) -> None:
    assert places(flake8("--select", "BLC102", "sport.py")) == ["sport.py:5 BLC102"]
    (project / "service.py").write_text("def load():\n    return 1\n")
    assert places(flake8("--select", "BLC102", "sport.py")) == []


def test_named_files_share_the_result(flake8: Flake8, cache: Path) -> None:
    for files in (["app.py"], ["sport.py", "app.py"], ["./service.py"]):
        flake8("--select", "BLC", *files)

    assert len(list(cache.glob("*/result-*"))) == 1


def test_the_standard_input(flake8: Flake8) -> None:
    changed = f"\n\n{SPORT}"
    assert places(flake8("--select", "BLC102", "--stdin-display-name", "sport.py", "-", text=changed)) == [
        "sport.py:7 BLC102"
    ]
    nameless = "import time\n\n\nasync def f():\n    time.sleep(1)  # é\n"
    assert places(flake8("--select", "BLC", "-", text=nameless)) == ["stdin:5 BLC101"]
    assert places(flake8("--select", "BLC", "-", text="# coding: latin-1\n" + nameless)) == ["stdin:6 BLC101"]


def test_from_another_folder(flake8: Flake8, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "inner").mkdir()
    monkeypatch.chdir(project / "inner")

    assert places(flake8("--select", "BLC102", "../sport.py")) == ["../sport.py:5 BLC102"]
    assert places(flake8("--select", "BLC102", "..", "--extend-exclude", "app.py")) == ["../sport.py:5 BLC102"]
    monkeypatch.chdir(project.parent)
    assert places(flake8("--select", "BLC102", "project/sport.py")) == ["project/sport.py:5 BLC102"]
    assert places(flake8("--select", "BLC102", str(project / "sport.py"))) == [f"{project}/sport.py:5 BLC102"]


def test_noqa_is_flake8_s(flake8: Flake8, project: Path) -> None:
    (project / "sport.py").write_text(SPORT.replace("load()", "load()  # noqa: BLC102"))
    assert places(flake8("--select", "BLC", "sport.py")) == ["sport.py:5 BLC101"]
    assert len(places(flake8("--select", "BLC", "--disable-noqa", "sport.py"))) == 2
    (project / "sport.py").write_text(f"# flake8: noqa\n{SPORT}")
    assert places(flake8("--select", "BLC", "sport.py")) == []


def test_comments_at_the_blocking_call_count(flake8: Flake8, project: Path) -> None:
    quiet = SERVICE.replace("time.sleep(1)", "time.sleep(1)  # blockcheck: ignore[blocking-sleep] short")
    (project / "service.py").write_text(quiet)

    assert places(flake8("--select", "BLC", "sport.py")) == ["sport.py:5 BLC102"]


def test_the_settings_of_blockcheck_count(flake8: Flake8, project: Path) -> None:
    (project / "acme.toml").write_text(
        'library = ["acme"]\n[[blocks]]\nnames = ["acme.wait"]\nrule = "blocking-wait"\nwhy = "waits for acme"\n'
    )
    (project / "jobs.py").write_text("import acme\n\n\nasync def job():\n    acme.wait()\n")
    (project / "pyproject.toml").write_text('[tool.blockcheck]\nrules = ["acme.toml"]\nignore = ["ALL"]\n')
    assert places(flake8("--select", "BLC", "jobs.py")) == ["jobs.py:5 BLC108"]
    (project / "pyproject.toml").write_text("")
    assert places(flake8("--select", "BLC", "jobs.py")) == []
    (project / ".flake8").write_text("[flake8]\nblockcheck-rules = ./acme.toml\n")
    assert places(flake8("--select", "BLC", "jobs.py")) == ["jobs.py:5 BLC108"]


def test_a_baseline_counts(flake8: Flake8, project: Path) -> None:
    subprocess.run([sys.executable, "-m", "blockcheck", "baseline"], check=True, capture_output=True)
    assert places(flake8("--select", "BLC1", "--extend-ignore", "BLC111")) == []
    (project / "jobs.py").write_text(SPORT)
    assert places(flake8("--select", "BLC102")) == ["jobs.py:5 BLC102"]


@pytest.mark.parametrize("jobs", ["1", "4"])
@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('[tool.blockcheck]\nrules = ["nowhere.toml"]\n', "nowhere.toml"),
        ("[tool.blockcheck]\nzzz = 1\n", "pyproject.toml: [tool.blockcheck] has no setting `zzz`"),
    ],
)
def test_a_mistake_is_one_message(flake8: Flake8, project: Path, settings: str, message: str, jobs: str) -> None:
    (project / "pyproject.toml").write_text(settings)
    done = flake8("--select", "BLC", "-j", jobs)

    assert done.returncode == 1
    assert "There was a critical error during execution of Flake8:\nblockcheck: " in done.stdout
    assert message in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert flake8("--select", "F", "-j", jobs).returncode == 0


def test_files_that_cannot_be_parsed_are_flake8_s_business(flake8: Flake8, project: Path) -> None:
    (project / "bad.py").write_text("def f(:\n")
    assert sorted(places(flake8("--select", "BLC1,E9", "--extend-ignore", "BLC111"))) == sorted(
        [*BLOCKING, "bad.py:1 E999"]
    )
    assert "E902" in flake8("--select", "BLC,E9", "nowhere.py").stdout


# What it costs


IMPORTED = (
    "import sys, flake8.main.cli as c; c.main(sys.argv[1:]);"
    "print(sorted(n for n in sys.modules if n.split('.')[0] in ('blockcheck', 'msgspec', 'astroid')))"
)


@pytest.mark.parametrize("options", [["--select", "F"], ["--extend-ignore", "BLC,E,F,W,C"], ["--select", "E,F,W"]])
def test_it_imports_nothing_when_nothing_can_come_of_it(flake8: Flake8, cache: Path, options: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *options, "-j", "1", "app.py"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "['blockcheck', 'blockcheck.flake8_plugin']"
    assert not cache.exists()


def test_a_result_is_used_again_until_something_changes(flake8: Flake8, project: Path, cache: Path) -> None:
    flake8("--select", "BLC")
    (kept,) = readable_caches(str(project), str(cache))
    (result,) = kept.entries("result-")
    content = kept.read(result.name)
    assert content is not None
    answers = msgspec.msgpack.decode(content, type=Kept).answers
    fake: Rows = {"sport.py": (Row(2, 1, "BLC102", "from the cache\x1b[31m"),)}
    kept.write(result.name, msgspec.msgpack.encode(Kept(answers, msgspec.msgpack.encode(fake))))
    assert flake8("--select", "BLC").stdout == "./sport.py:2:1: BLC102 from the cache\\x1b[31m\n"

    (project / "service.py").write_text(SERVICE + "\n# changed\n")
    assert sorted(places(flake8("--select", "BLC"))) == EVERYTHING


@pytest.mark.parametrize(
    "content", [b"", b"\x81\x01\x02", b"cos\nsystem\n(S'touch owned'\ntR.", msgspec.msgpack.encode({"a": 1})]
)
def test_a_damaged_or_foreign_result_is_made_anew(flake8: Flake8, project: Path, cache: Path, content: bytes) -> None:
    flake8("--select", "BLC")
    (result,) = cache.glob("*/result-*")
    size = result.stat().st_size
    result.write_bytes(content)

    assert sorted(places(flake8("--select", "BLC"))) == EVERYTHING
    assert result.stat().st_size > size / 2
    assert not (project / "owned").exists()


def test_without_a_place_for_results(flake8: Flake8, cache: Path) -> None:
    cache.write_text("a file where the folder should be")

    assert sorted(places(flake8("--select", "BLC", "-j", "4"))) == EVERYTHING


def test_several_runs_at_once_make_one_analysis(flake8: Flake8, cache: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        runs: list[Any] = list(pool.map(lambda _: flake8("--select", "BLC", "-j", "2"), range(3)))

    assert all(sorted(places(done)) == EVERYTHING for done in runs)
    assert len(list(cache.glob("*/result-*"))) == 1
