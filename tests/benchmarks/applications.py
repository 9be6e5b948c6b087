"""The applications that blockcheck and its peers are measured on, and how their sources come here."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from urllib.error import URLError
from urllib.request import urlopen

import msgspec

CODELOAD = "https://codeload.github.com"


class UnavailableError(Exception):
    """An application cannot be had; the message says why, and what to do."""


class Wheel(msgspec.Struct, frozen=True):
    """A release on the package index, such as `chainlit==2.12.0`."""

    requirement: str

    def __str__(self) -> str:
        return f"{self.requirement} from the package index"


class Repository(msgspec.Struct, frozen=True):
    """A folder of a public GitHub repository at one commit."""

    name: str
    revision: str
    folder: str

    def __str__(self) -> str:
        return f"{self.folder} of github.com/{self.name} at {self.revision[:12]}"


class Folder(msgspec.Struct, frozen=True):
    """A folder on this machine."""

    path: Path

    def __str__(self) -> str:
        return "a folder given by hand"


class Application(msgspec.Struct, frozen=True):
    """A program to measure on, by a short name."""

    name: str
    source: Wheel | Repository | Folder


APPLICATIONS = (
    Application("chainlit", Wheel("chainlit==2.12.0")),
    Application("khoj", Wheel("khoj==1.42.10")),
    Application("open_webui", Wheel("open-webui==0.12.4")),
    Application(
        "polar", Repository("polarsource/polar", "dca9818bb4397956c50419dda18f20a5968f6d65", "server")
    ),
    Application(
        "dispatch", Repository("Netflix/dispatch", "3a625c32b58487dafd19cde7dfe9b22a73b59436", "src")
    ),
)  # fmt: skip
"""The smallest first."""


def fetch(application: Application, store: Path) -> Path:
    """The folder with the application's Python files: the given one, or one in `store`, where it is kept.

    Raises UnavailableError.
    """
    source = application.source
    folder = source.path if isinstance(source, Folder) else _kept(application.name, source, store)
    if not any(folder.rglob("*.py")):
        raise UnavailableError(f"{application.name}: no Python file in {folder}; give another folder as NAME=PATH")
    return folder


def _kept(name: str, source: Wheel | Repository, store: Path) -> Path:
    """The folder with what was downloaded, now or for an earlier run; another release or commit is downloaded anew."""
    pin = source.requirement if isinstance(source, Wheel) else source.revision[:12]
    target = store / f"{name}-{pin.rpartition('=')[2]}"
    if not target.is_dir():
        files = _wheel(source) if isinstance(source, Wheel) else _repository(source)
        with tempfile.TemporaryDirectory(dir=store) as half_done:
            write_sources(Path(half_done, "sources"), files)
            Path(half_done, "sources").rename(target)
    return target


def write_sources(target: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write the Python files among these, by their names below `target`, and none that a name leads out of it."""
    target.mkdir()
    for name, content in files:
        path = PurePosixPath(name)
        if path.suffix == ".py" and not path.is_absolute() and ".." not in path.parts:
            Path(target, path).parent.mkdir(parents=True, exist_ok=True)
            Path(target, path).write_bytes(content)


def in_tarball(archive: bytes, folder: str) -> Iterator[tuple[str, bytes]]:
    """The regular files below a folder of a repository's archive, by their names there."""
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        for member in tar:
            name = member.name.partition("/")[2]  # all is in one folder, named after repository and revision
            stream = tar.extractfile(member) if member.isfile() else None
            if stream is not None and name.startswith(f"{folder}/"):
                yield name.removeprefix(f"{folder}/"), stream.read()


def _wheel(source: Wheel) -> Iterator[tuple[str, bytes]]:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
               "--ignore-requires-python", source.requirement]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise UnavailableError(f"pip cannot download {source.requirement}: {done.stderr.strip()}")
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            yield from ((name, archive.read(name)) for name in archive.namelist() if name.endswith(".py"))


def _repository(source: Repository) -> Iterator[tuple[str, bytes]]:
    url = f"{CODELOAD}/{source.name}/tar.gz/{source.revision}"
    try:
        with urlopen(url, timeout=120) as answer:
            archive = answer.read()
    except (URLError, TimeoutError) as error:
        raise UnavailableError(f"cannot download {url} ({error}); give the application as NAME=PATH") from error
    yield from in_tarball(archive, source.folder)
