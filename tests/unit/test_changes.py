"""Diffs as they are really written say which lines were touched, and what is no diff is told so."""

from __future__ import annotations

import difflib
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blockcheck.changes import EVERY_LINE, Changes, changes_in
from blockcheck.config import SettingsError
from blockcheck.discovery.files import display
from blockcheck.facts import ModuleFacts
from blockcheck.headers import headers
from blockcheck.revisions import changes_since
from tests.integrations.repositories import commit_all, git

HEAD = "diff --git a/app.py b/app.py\n--- a/app.py\n+++ b/app.py\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with an application in it."""
    (tmp_path / "app.py").touch()
    (tmp_path / "backend").mkdir()
    (tmp_path / "backend" / "routes.py").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lines_of(diff: str, name: str = "app.py") -> tuple[tuple[int, int], ...]:
    return changes_in(diff, Path.cwd(), "the diff").lines.get(name, ())


@pytest.mark.parametrize(
    ("hunk", "lines"),
    [
        ("@@ -3 +3 @@\n-old\n+new\n", ((3, 3),)),
        ("@@ -0,0 +1,3 @@\n+a\n+b\n+c\n", ((1, 3),)),
        ("@@ -4,2 +3,0 @@ def f():\n-a\n-b\n", ((3, 4),)),
        ("@@ -1,2 +0,0 @@\n-a\n-b\n", ((1, 1),)),
        ("@@ -2,5 +2,6 @@ x -1 +1\n a\n-b\n+B\n c\n+d\n e\n f\n", ((3, 3), (5, 5))),
        ("@@ -2,4 +2,3 @@\n a\n-b\n c\n d\n", ((2, 3),)),
        ("@@ -1,3 +1,3 @@\n a\n\n-b\n+B\n", ((3, 3),)),
        ("@@ -1 +1 @@\n--- a comment\n+++ b comment\n", ((1, 1),)),
        ("@@ -1 +1,2 @@\n a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n", ((2, 2),)),
        ("@@ -1 +1 @@\r\n-a\r\n+b\r\n@@ -8 +8 @@\r\n-a\r\n+b\r\n", ((1, 1), (8, 8))),
    ],
)
def test_touched_lines(hunk: str, lines: tuple[tuple[int, int], ...]) -> None:
    assert lines_of(HEAD + hunk) == lines


def test_a_merge_touches_what_differs_from_any_parent() -> None:
    hunk = "@@@ -1,4 -1,4 +1,4 @@@\n  a\n- b\n -c\n++d\n+ e\n  f\n"
    assert lines_of(f"diff --cc app.py\n--- a/app.py\n+++ b/app.py\n{hunk}") == ((2, 3),)


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("b/app.py", "app.py"),
        ("app.py", "app.py"),
        ("new/app.py\t2026-11-02 10:00:00", "app.py"),
        ("b/backend/routes.py", "backend/routes.py"),
        ("backend/routes.py", "backend/routes.py"),
        ('"b/gr\\303\\266\\303\\237e \\"x\\".py"', 'größe "x".py'),
        ("b/with space.py\t", "with space.py"),
    ],
)
def test_paths(path: str, file: str) -> None:
    Path(file).touch()
    assert lines_of(f"--- {path}\n+++ {path}\n@@ -1 +1 @@\n-a\n+b\n", file) == ((1, 1),)


def test_a_diff_of_the_repository_is_understood_in_a_folder_of_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / ".git").mkdir()
    monkeypatch.chdir(project / "backend")

    assert lines_of("+++ b/backend/routes.py\n@@ -1 +1 @@\n-a\n+b\n", "routes.py") == ((1, 1),)
    assert lines_of("+++ b/routes.py\n@@ -1 +1 @@\n-a\n+b\n", "routes.py") == ((1, 1),)


def test_files_that_are_gone_or_elsewhere_are_left_out() -> None:
    gone = "diff --git a/app.py b/app.py\n--- a/app.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"
    renamed = "diff --git a/app.py b/main.py\nsimilarity index 100%\nrename from app.py\nrename to main.py\n"
    elsewhere = "--- a/nowhere.py\n+++ b/nowhere.py\n@@ -1 +1 @@\n-a\n+b\n"
    for diff in (gone, renamed, elsewhere, "", "\n"):
        assert changes_in(diff, Path.cwd(), "the diff") == Changes()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import requests\n", "the diff is no diff: it names no file (`+++ b/app.py`)"),
        (HEAD + "@@ nonsense @@\n", "the diff, line 4: '@@ nonsense @@' stands in no diff"),
        (HEAD + "@@ -1 +1 @@\nxyz\n", "the diff, line 5: 'xyz' stands in no diff"),
        (HEAD + "@@ -1,3 +1,3 @@\n a\n", "the diff ends in the middle of a file"),
    ],
)
def test_what_is_no_diff_is_told_so(text: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        changes_in(text, Path.cwd(), "the diff")
    assert str(caught.value) == message
    assert caught.value.help


def test_touch() -> None:
    changes = Changes({"app.py": ((3, 5), (9, 9))})

    assert [line for line in range(1, 12) if changes.touch("app.py", line, line)] == [3, 4, 5, 9]
    assert changes.touch("app.py", 1, 3)
    assert changes.touch("app.py", 1, 20)
    assert not changes.touch("app.py", 6, 8)
    assert not changes.touch("other.py", 3, 5)


TEXTS = st.lists(st.sampled_from(["a", "b", "c", "--- x", "+++ y", "@@ -1 +1 @@", ""]), max_size=12)


@given(old=TEXTS, new=TEXTS, context=st.integers(0, 3))
def test_every_line_that_was_added_is_touched(old: list[str], new: list[str], context: int) -> None:
    diff = "\n".join(difflib.unified_diff(old, new, "a/app.py", "b/app.py", lineterm="", n=context))
    changes = changes_in(diff, Path.cwd(), "the diff")

    matcher = difflib.SequenceMatcher(None, old, new)
    for what, _, _, first, last in matcher.get_opcodes():
        if what in ("insert", "replace"):
            assert all(changes.touch("app.py", line, line) for line in range(first + 1, last + 1))
        if what == "delete":
            assert changes.touch("app.py", max(first, 1), first + 1)
    if old == new:
        assert changes == Changes()


# git


@pytest.fixture
def repository(project: Path) -> Path:
    (project / "app.py").write_text("a\nb\nc\nd\n")
    (project / "backend" / "routes.py").write_text("a\n")
    commit_all(project)
    return project


def test_since_a_revision(repository: Path) -> None:
    (repository / "app.py").write_text("a\nB\nc\nd\n")
    git(repository, "commit", "--quiet", "--all", "--message", "second")
    (repository / "app.py").write_text("a\nB\nc\nD\n")
    (repository / "backend" / "größe x.py").write_text("new\n")

    assert changes_since("HEAD~1", repository).lines == {
        "app.py": ((2, 2), (4, 4)),
        "backend/größe x.py": (EVERY_LINE,),
    }
    assert changes_since("HEAD", repository).lines["app.py"] == ((4, 4),)


def test_what_others_did_meanwhile_is_no_change(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "feature")
    (repository / "app.py").write_text("a\nb\nc\nFEATURE\n")
    git(repository, "commit", "--quiet", "--all", "--message", "feature")
    git(repository, "checkout", "--quiet", "-b", "trunk", "HEAD~1")
    (repository / "app.py").write_text("TRUNK\nb\nc\nd\n")
    git(repository, "commit", "--quiet", "--all", "--message", "trunk")
    git(repository, "checkout", "--quiet", "feature")

    assert changes_since("trunk", repository).lines == {"app.py": ((4, 4),)}


def test_in_a_folder_of_the_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "backend" / "routes.py").write_text("b\n")
    (repository / "app.py").write_text("")
    monkeypatch.chdir(repository / "backend")

    changes = changes_since("HEAD", Path.cwd())

    assert changes.lines["routes.py"] == ((1, 1),)
    assert changes.lines[display(str(repository / "app.py"))] == ((1, 1),)


def test_the_user_s_own_settings_of_git_do_not_matter(repository: Path) -> None:
    for name, value in {
        "diff.noprefix": "true", "diff.mnemonicPrefix": "true", "color.ui": "always", "diff.external": "false",
        "diff.context": "9", "diff.relative": "true", "core.quotePath": "true",
    }.items():  # fmt: skip
        git(repository, "config", name, value)
    (repository / "app.py").write_text("a\nB\nc\nd\n")
    (repository / "é.py").write_text("new\n")

    assert changes_since("HEAD", repository).lines == {"app.py": ((2, 2),), "é.py": (EVERY_LINE,)}


@pytest.mark.parametrize("revision", ["nonsense", "-p", "--output=owned", "HEAD~99", ""])
def test_a_revision_that_git_does_not_know(repository: Path, revision: str) -> None:
    with pytest.raises(SettingsError) as caught:
        changes_since(revision, repository)
    assert str(caught.value) == f"git knows no revision `{revision}`"
    assert "fetch-depth: 0" in caught.value.help
    assert not (repository / "owned").exists()


def test_a_folder_outside_of_any_repository(project: Path) -> None:
    with pytest.raises(SettingsError, match="lies in no git repository") as caught:
        changes_since("HEAD", project)
    assert "not a git repository" in caught.value.help


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))

    with pytest.raises(SettingsError, match="git cannot be run: No such file or directory"):
        changes_since("HEAD", repository)


@pytest.mark.skipif(shutil.which("diff") is None, reason="needs diff")
def test_what_diff_prints(project: Path) -> None:
    (project / "old").mkdir()
    (project / "old" / "app.py").write_text("a\nb\nc\n")
    (project / "app.py").write_text("a\nB\nc\n")
    done = subprocess.run(["diff", "-u", "old/app.py", "app.py"], capture_output=True, text=True, check=False)

    assert lines_of(done.stdout) == ((2, 2),)


# Headers of functions


def facts_of(source: str) -> ModuleFacts:
    from blockcheck.extract import extract

    module, _ = extract(source.encode(), "app.py")
    assert module is not None
    return module


def test_a_header_goes_from_the_first_decorator_to_the_body() -> None:
    source = """\
@app.get("/")
@cached(
    seconds=3,
)
async def news(
    session: Session = Depends(get_session),
):
    return session.get(1)

def plain(): return load()

class Store:
    @property
    def items(self):
        return self.load()
"""
    assert sorted(headers(facts_of(source)), key=lambda row: row[1]) == [
        ("news", 1, 7),
        ("plain", 10, 10),
        ("Store.items", 13, 14),
    ]
