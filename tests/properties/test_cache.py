"""With the cache every run prints what a run without it prints, byte for byte, whatever happened between two runs."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from blockcheck.cli import cli
from blockcheck.replay import replayed
from tests.properties import edits

NAMES = st.sampled_from(["app.py", "service.py", "pkg/__init__.py", "pkg/store.py", "build/late.py", "broken.py"])
CONTENTS = st.sampled_from(
    [
        "import time\nasync def f():\n    time.sleep(1)\n",
        "import time\nasync def f():\n    time.ctime(1)\n",
        "import service\nasync def g():\n    service.load()\n",
        "from pkg import store\nasync def h(x):\n    store.load()\n",
        "import time\ndef load():\n    time.sleep(2)\n",
        "import time\ndef load():\n    time.sleep(3)  # noqa: BLC101\n",
        "def f(:\n",
        "",
    ]
)
SETTINGS = st.sampled_from(
    ["", "[tool.blockcheck]\nignore = ['BLC101']\n", "[tool.blockcheck]\nexclude = ['pkg']\n", "[tool.blockcheck\n"]
)
OPTIONS = st.sampled_from(
    [(), (".", "--select", "ALL"), ("app.py",), ("--output-format", "json"), ("pkg", "-q"), ("--exit-zero",)]
)


def run(*arguments: str) -> tuple[str, int]:
    """What the console script does: the standard output and the exit status."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        status = replayed(arguments)
    return analysed(*arguments) if status is None else (out.getvalue(), status)


def analysed(*arguments: str) -> tuple[str, int]:
    """The same of a run that is not replayed."""
    result = CliRunner().invoke(cli, arguments, prog_name="blockcheck", obj=arguments, catch_exceptions=False)
    return result.output, result.exit_code


class Runs(RuleBasedStateMachine):
    """A project that somebody works on, and runs blockcheck on again and again."""

    def __init__(self) -> None:
        super().__init__()
        self._patch = pytest.MonkeyPatch()
        self._top = Path(tempfile.mkdtemp())
        self.project = self._top / "project"
        self.project.mkdir()
        self._patch.chdir(self.project)
        self._patch.delenv("BLOCKCHECK_CACHE_DIR", raising=False)
        self._patch.setenv("XDG_CACHE_HOME", str(self._top / "home"))
        self.options: tuple[str, ...] = ()

    def teardown(self) -> None:
        self._patch.undo()
        shutil.rmtree(self._top)

    @initialize(stamps_are_trusted=st.booleans())
    def begin(self, stamps_are_trusted: bool) -> None:
        if stamps_are_trusted:
            self._patch.setattr("blockcheck.disk._SETTLED", -(10**12))
        (self.project / "pyproject.toml").touch()
        self.write("app.py", "import time\nasync def f():\n    time.sleep(1)\n")

    @rule(name=NAMES, content=CONTENTS)
    def write(self, name: str, content: str) -> None:
        (self.project / name).parent.mkdir(exist_ok=True)
        (self.project / name).write_text(content)

    @rule(name=NAMES, content=CONTENTS)
    def write_at_the_same_time(self, name: str, content: str) -> None:
        """An edit that neither the time nor, often, the size of the file gives away."""
        if (self.project / name).exists():
            about = (self.project / name).stat()
            self.write(name, content)
            os.utime(self.project / name, ns=(about.st_atime_ns, about.st_mtime_ns))

    @rule(name=NAMES, other=NAMES)
    def rename(self, name: str, other: str) -> None:
        if (self.project / name).exists():
            (self.project / other).parent.mkdir(exist_ok=True)
            (self.project / name).replace(self.project / other)

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        (self.project / name).unlink(missing_ok=True)

    @rule(name=NAMES, time=st.integers(1, 3))
    def touch(self, name: str, time: int) -> None:
        if (self.project / name).exists():
            os.utime(self.project / name, (time, time))

    @rule(text=SETTINGS)
    def configure(self, text: str) -> None:
        (self.project / "pyproject.toml").write_text(text)

    @rule(text=st.sampled_from(["", "app.py\n", "pkg/\n"]), name=st.sampled_from([".gitignore", "pkg/.gitignore"]))
    def ignore(self, text: str, name: str) -> None:
        (self.project / ".git").mkdir(exist_ok=True)
        (self.project / name).parent.mkdir(exist_ok=True)
        (self.project / name).write_text(text)

    @rule()
    def link(self) -> None:
        (self._top / "elsewhere").mkdir(exist_ok=True)
        (self._top / "elsewhere" / "linked.py").write_text("import time\nasync def f():\n    time.sleep(1)\n")
        if not (self.project / "linked").is_symlink():
            (self.project / "linked").symlink_to(self._top / "elsewhere")

    @rule()
    def move_what_a_link_leads_to(self) -> None:
        if (self._top / "elsewhere").exists():
            shutil.rmtree(self._top / "elsewhere")

    @rule(accept=st.booleans())
    def baseline(self, accept: bool) -> None:
        if accept:
            CliRunner().invoke(cli, ["baseline"], catch_exceptions=False)
        else:
            (self.project / ".blockcheck-baseline.json").unlink(missing_ok=True)

    @rule(which=st.integers(0, 5), keep=st.floats(0, 1), flip=st.booleans())
    def damage(self, which: int, keep: float, flip: bool) -> None:
        files = sorted((self.project / ".blockcheck_cache").glob("*-*"))
        if files:
            file = files[which % len(files)]
            data = file.read_bytes()
            place = int(keep * len(data))
            flipped = bytes(byte ^ 1 for byte in data[place : place + 1]) + data[place + 1 :]
            file.write_bytes(data[:place] + (flipped if flip else b""))

    @rule(options=OPTIONS)
    def ask_otherwise(self, options: tuple[str, ...]) -> None:
        self.options = options

    @invariant()
    def same_as_without(self) -> None:
        expected = analysed("check", "--no-cache", *self.options)
        assert run("check", *self.options) == expected
        assert run("check", *self.options) == expected


TestRuns = Runs.TestCase
TestRuns.settings = settings(
    max_examples=25, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)


class Edits(RuleBasedStateMachine):
    """A program that somebody edits a little, and runs blockcheck on after each edit."""

    def __init__(self) -> None:
        super().__init__()
        self._patch = pytest.MonkeyPatch()
        self._top = Path(tempfile.mkdtemp())
        self._patch.chdir(self._top)
        self._patch.delenv("BLOCKCHECK_CACHE_DIR", raising=False)
        self._patch.setenv("XDG_CACHE_HOME", str(self._top / "home"))
        (self._top / "pyproject.toml").touch()
        for name, text in edits.PROGRAM.items():
            (self._top / name).write_text(text)
        self.options: tuple[str, ...] = ("--select", "ALL")
        self.harmless = False

    def teardown(self) -> None:
        self._patch.undo()
        shutil.rmtree(self._top)

    @rule(name=st.sampled_from(sorted(edits.PROGRAM)), edit=st.sampled_from(edits.EDITS), place=st.integers(0, 40))
    def edit(self, name: str, edit: edits.Edit, place: int) -> None:
        file = self._top / name
        file.write_text(edit(file.read_text(), place))
        self.harmless = edit in edits.HARMLESS

    @rule(options=st.sampled_from([(), ("app.py",), ("--output-format", "json"), ("--show-unresolved",)]))
    def ask_otherwise(self, options: tuple[str, ...]) -> None:
        self.options = ("--select", "ALL", *options)
        self.harmless = "--show-unresolved" not in options

    @invariant()
    def same_as_without(self) -> None:
        """Also: calls are followed only where code has changed, or where it is asked which could not be."""
        expected = analysed("check", "--no-cache", *self.options)
        with self._patch.context() as patch:
            if self.harmless and "--show-unresolved" not in self.options:
                patch.setattr("blockcheck.analysis.build_call_graph", None)
            assert run("check", *self.options) == expected


TestEdits = Edits.TestCase
TestEdits.settings = settings(
    max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_a_run_that_changes_nothing_is_replayed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The property above would hold without any cache as well."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text("import time\nasync def f():\n    time.sleep(1)\n")

    assert replayed(("check",)) is None
    assert run("check")[1] == 1
    assert replayed(("check",)) == 1
