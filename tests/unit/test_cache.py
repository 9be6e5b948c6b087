"""The cache believes what it has written itself and nothing else, and stays small."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from blockcheck.cache import Cache, FactStore, facts, keep, key_of, open_cache, own, place, readable_caches, recall
from blockcheck.cache.place import clean
from blockcheck.config import Settings
from blockcheck.discovery import discover
from blockcheck.disk import Disk
from blockcheck.reading import read_facts

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder for caches."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def opened(project: Path, named: str = "") -> Cache:
    cache = open_cache(str(project), named)
    assert cache is not None
    return cache


def content_of(cache: Cache, name: str) -> bytes:
    return bytes(cache.read(name) or b"")


# The folder


def test_it_lies_beside_the_project_and_git_ignores_it(project: Path) -> None:
    cache = opened(project)

    assert Path(cache.folder) == project / ".blockcheck_cache"
    assert (project / ".blockcheck_cache" / ".gitignore").read_text() == "*\n"
    assert [each.folder for each in readable_caches(str(project))] == [cache.folder]


def test_its_secret_is_the_users_own(project: Path) -> None:
    opened(project)

    found = list(project.parent.rglob("secret"))
    assert [project in path.parents for path in found] == [False]
    if sys.platform != "win32":
        assert found[0].stat().st_mode & 0o077 == 0


def test_a_folder_that_is_named_holds_all_that_it_takes(project: Path, home: Path) -> None:
    cache = opened(project, "caches")
    cache.write("x", b"content")

    assert not home.exists()
    assert not (project / ".blockcheck_cache").exists()
    (project / "caches").rename(project / "carried")
    (again,) = readable_caches(str(project), "carried")
    assert content_of(again, "x") == b"content"


@pytest.mark.skipif(sys.platform == "win32", reason="links need permission there")
def test_a_link_in_its_place_is_not_followed(project: Path, home: Path) -> None:
    (project / "elsewhere").mkdir()
    (project / ".blockcheck_cache").symlink_to("elsewhere")
    cache = opened(project)

    assert home in Path(cache.folder).parents
    assert list((project / "elsewhere").iterdir()) == []
    assert clean(str(project)) == [(cache.folder, 2, 98)]


def test_where_nothing_can_be_written_the_users_own_folder_serves(project: Path, home: Path) -> None:
    (project / ".blockcheck_cache").write_text("no folder")

    assert home in Path(opened(project).folder).parents


def test_where_nothing_can_be_written_at_all_there_is_none(project: Path, home: Path) -> None:
    home.write_text("no folder")

    assert open_cache(str(project)) is None
    assert list(readable_caches(str(project))) == []


def test_projects_that_were_not_used_for_long_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "_MOST_PROJECTS", 2)
    (tmp_path / "caches").mkdir()
    (tmp_path / "caches" / "0123456789abcdef").mkdir()
    (tmp_path / "caches" / "mine").mkdir()
    for number in range(4):
        cache = opened(tmp_path / str(number), str(tmp_path / "caches"))
        os.utime(cache.folder, (number, number))

    left = {path.name for path in (tmp_path / "caches").iterdir()}
    assert left - {"0123456789abcdef", "mine"} == {
        Path(opened(tmp_path / name, str(tmp_path / "caches")).folder).name for name in ("2", "3")
    }
    assert left >= {"0123456789abcdef", "mine"}


def test_cleaning_removes_what_is_ours_and_nothing_else(project: Path) -> None:
    (project / ".blockcheck_cache").mkdir()
    (project / ".blockcheck_cache" / "CACHEDIR.TAG").write_text("somebody else's")
    assert clean(str(project)) == []

    (project / ".blockcheck_cache" / "CACHEDIR.TAG").unlink()
    opened(project).write("x", b"content")
    ((folder, files, _),) = clean(str(project))
    assert (folder, files) == (str(project / ".blockcheck_cache"), 3)
    assert list(project.iterdir()) == []


# Sealed files


def damaged(data: bytes) -> list[bytes]:
    """A file cut off, changed, swapped, empty, and one that somebody else has written."""
    return [data[:-1], data[:10], b"", data[:-1] + bytes([data[-1] ^ 1]), bytes(32) + data[32:], b"\x80" * 100]


def test_only_what_was_written_here_is_read(project: Path) -> None:
    cache = opened(project)
    cache.write("x", b"content")
    file = Path(cache.folder, "x")
    assert content_of(cache, "x") == b"content"
    for data in damaged(file.read_bytes()):
        file.write_bytes(data)
        assert cache.read("x") is None


def test_a_file_counts_under_its_own_name_only(project: Path) -> None:
    cache = opened(project)
    cache.write("x", b"content")
    Path(cache.folder, "x").rename(Path(cache.folder, "y"))

    assert cache.read("y") is None


def test_what_another_user_has_written_does_not_count(project: Path, home: Path) -> None:
    opened(project).write("x", b"content")
    next(home.rglob("secret")).write_bytes(os.urandom(32))

    assert opened(project).read("x") is None


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such things there")
def test_links_and_pipes_are_not_read(project: Path) -> None:
    cache = opened(project)
    cache.write("x", b"content")
    Path(cache.folder, "link").symlink_to("x")
    os.mkfifo(Path(cache.folder, "pipe"))
    Path(cache.folder, "folder").mkdir()

    assert [cache.read(name) for name in ("link", "pipe", "folder", "nothing")] == [None] * 4
    (project / "victim").write_text("precious")
    Path(cache.folder, "y").symlink_to(project / "victim")
    cache.write("y", b"content")
    assert (project / "victim").read_text() == "precious"


def test_the_files_used_last_stay(project: Path) -> None:
    cache = opened(project)
    for number in range(6):
        cache.write(f"r-{number}", b"x" * 100)
        os.utime(Path(cache.folder, f"r-{number}"), (number, number))
    cache.use("r-0")
    for name, age in (("a.tmp", 9_999), ("b.lock", 9_999), ("c.tmp", 1)):
        Path(cache.folder, name).touch()
        os.utime(Path(cache.folder, name), (time.time() - age,) * 2)

    cache.tidy("r-", 4, 10_000)
    assert {entry.name for entry in cache.entries("r-")} == {"r-0", "r-3", "r-4", "r-5"}
    cache.tidy("r-", 4, 300)
    assert {entry.name for entry in cache.entries("r-")} == {"r-0", "r-5"}
    assert {path.name for path in Path(cache.folder).glob("*.*")} == {"CACHEDIR.TAG", ".gitignore", "c.tmp"}


# Results


def test_a_result_that_is_no_result_is_none(project: Path) -> None:
    cache = opened(project)
    for content in (b"", b"\x90", msgspec.msgpack.encode([[["kind", b"/", b"1", "x"]], b""]), b"\x93" * 5000):
        cache.write("result-k", content)
        assert recall(cache, "k") == (None, ())
    keep(cache, "k", (), b"result")
    assert recall(cache, "k") == (b"result", ())


def test_another_version_of_anything_is_another_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keys = {key_of([b"a", b"b"]), key_of([b"ab"]), key_of([b"a", b"b", b""])}
    (tmp_path / "site-packages").mkdir()
    os.utime(tmp_path / "site-packages", (1, 1))
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "site-packages")])
    keys.add(key_of([b"a", b"b"]))
    (tmp_path / "site-packages" / "astroid-99.dist-info").mkdir()
    keys.add(key_of([b"a", b"b"]))
    for name, value in (("version", "3.99"), ("platform", "amiga")):
        with monkeypatch.context() as patch:
            patch.setattr(sys, name, value)
            keys.add(key_of([b"a", b"b"]))
    with monkeypatch.context() as patch:
        patch.setattr(own, "__version__", "99")
        keys.add(key_of([b"a", b"b"]))

    assert len(keys) == 8


def test_a_rule_that_changes_is_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "blockcheck").mkdir()
    (tmp_path / "rules" / "web").mkdir(parents=True)
    (tmp_path / "rules" / "web" / "acme.toml").write_text("x = 1")
    monkeypatch.setattr(own, "_PACKAGE", str(tmp_path / "blockcheck"))
    keys = {key_of([])}
    (tmp_path / "rules" / "web" / "acme.toml").write_text("x = 12")
    keys.add(key_of([]))
    (tmp_path / "blockcheck" / "__pycache__").mkdir()
    (tmp_path / "blockcheck" / "__pycache__" / "x.pyc").touch()
    keys.add(key_of([]))

    assert len(keys) == 2


# Facts


def read(project: Path) -> tuple[FactStore, list[str]]:
    """Reads the project, and tells which files had to be extracted."""
    extracted: list[str] = []
    store = FactStore(opened(project), Disk())
    files = discover((".",), Settings(), (), store.disk)[0]
    known, problems = read_facts(files, store=store, timed=lambda name, seconds: extracted.append(name))
    assert (known, problems) == read_facts(files)
    return store, sorted(extracted)


@pytest.mark.parametrize("processes", [1, 3])
def test_only_what_is_new_is_extracted(project: Path, monkeypatch: pytest.MonkeyPatch, processes: int) -> None:
    monkeypatch.setattr("blockcheck.reading._WORTH_A_PROCESS", 1)
    monkeypatch.setattr("blockcheck.reading._CHUNK", 1)
    monkeypatch.setattr("blockcheck.reading._processors", lambda: processes)
    for name in "abc":
        (project / f"{name}.py").write_text(f"def {name}(): ...\n")
    assert read(project)[1] == ["a.py", "b.py", "c.py"]
    assert read(project)[1] == []

    (project / "b.py").write_text("def other(): ...\n")
    (project / "c.py").rename(project / "d.py")
    os.utime(project / "a.py", (1, 1))
    assert read(project)[1] == ["b.py"]


def test_problems_name_their_own_file(project: Path) -> None:
    (project / "a.py").write_text("def f(:\n")
    read(project)
    (project / "a.py").rename(project / "b.py")

    assert read(project)[1] == ["b.py"]


def test_facts_of_another_parser_are_not_used(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "a.py").write_text("x = 1\n")
    read(project)
    monkeypatch.setattr(sys, "version", "3.99")

    assert read(project)[1] == ["a.py"]


@pytest.mark.parametrize("place", range(6))
def test_a_damaged_pack_is_made_again(project: Path, place: int) -> None:
    (project / "a.py").write_text("x = 1\n")
    read(project)
    (entry,) = opened(project).entries("facts-")
    file = Path(opened(project).folder, entry.name)
    file.write_bytes(damaged(file.read_bytes())[place])

    assert read(project)[1] == ["a.py"]
    assert read(project)[1] == []


@pytest.mark.parametrize("pack", [b"\x80", b"\x81\xc4\x01a\x93", b"nonsense"])
def test_a_pack_with_other_facts_is_made_again(project: Path, pack: bytes) -> None:
    (project / "a.py").write_text("x = 1\n")
    read(project)
    cache = opened(project)
    (entry,) = cache.entries("facts-")
    digest = Disk().digest(str(project / "a.py"))
    for content in (pack, msgspec.msgpack.encode({digest: [1, 2]}), msgspec.msgpack.encode({digest: None})):
        cache.write(entry.name, content)
        assert read(project)[1] == ["a.py"]


def test_packs_are_joined_and_stay_small(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "_MOST_PACKS", 3)
    for number in range(12):
        (project / f"m{number}.py").write_text("x = 1\n")
        (project / "edited.py").write_text(f"x = {number}\n" * 50)
        assert read(project)[1] == (["edited.py"] if number else ["edited.py", "m0.py"])
        assert len(opened(project).entries("facts-")) <= 3 + 1
    assert read(project)[1] == []

    monkeypatch.setattr(facts, "_MOST_BYTES", 400)
    (project / "edited.py").write_text("x = 99\n")
    read(project)
    (entry,) = opened(project).entries("facts-")
    assert entry.size < 1000
    assert read(project)[1] == []


TWO = """\
import sys
from pathlib import Path
from blockcheck.analysis import Request
from blockcheck.cache import open_cache
from blockcheck.results import rows

for number in range(20):
    Path("shared.py").write_text(f"import time\\nasync def f():\\n    time.sleep({number % 3})\\n")
    print(len(rows(Request(paths=("app",)), open_cache("."))))
"""


def test_two_runs_at_once_do_not_disturb_each_other(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "app").mkdir()
    (project / "app" / "main.py").write_text("import time\nasync def f():\n    time.sleep(1)\n")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    runs = [subprocess.Popen([sys.executable, "-c", TWO], stdout=subprocess.PIPE, text=True) for _ in range(2)]

    assert [run.communicate(timeout=60)[0] for run in runs] == ["1\n" * 20] * 2


def test_the_disk_being_full_costs_time_only(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "a.py").write_text("x = 1\n")
    opened(project)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("blockcheck.atomic.write", full)
    assert read(project)[1] == ["a.py"]
    assert read(project)[1] == ["a.py"]
