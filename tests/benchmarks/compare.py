"""Measures blockcheck and its peers side by side, and writes docs/benchmarks.md.

    python tests/benchmarks/compare.py [--app NAME[=PATH]]… [--rounds N] [--peers DIR] [--quick]

NAME alone is one of the applications that the command knows how to get (`--list` shows them); NAME=PATH is a folder on
this machine.  The peers come from the package index, into an environment that the command makes and keeps, if `--peers`
names none.  `--quick` runs everything once on the first application, and prints the page.

Exit status 0: the page is written; 1: an application cannot be had; 2: wrong use.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # the command is run as a file

from tests.benchmarks.applications import APPLICATIONS, Application, Folder, UnavailableError, fetch  # noqa: E402
from tests.benchmarks.copies import copy_application  # noqa: E402
from tests.benchmarks.figures import Measured  # noqa: E402
from tests.benchmarks.plot import draw  # noqa: E402
from tests.benchmarks.report import Page, render  # noqa: E402
from tests.benchmarks.rounds import Bench, scaling, side_by_side  # noqa: E402
from tests.benchmarks.tools import empty_environment, install_peers, tools, versions  # noqa: E402

STORE = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser(), "blockcheck-benchmarks")
PAGE = ROOT / "docs" / "benchmarks.md"
SIZES = (100, 200, 400, 800, 1600, 3200, 8000)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and write the page; the exit status."""
    options = parser().parse_args(arguments)
    if options.list:
        print("\n".join(f"{application.name}: {application.source}" for application in APPLICATIONS))
        return 0
    options.store.mkdir(parents=True, exist_ok=True)
    folders = fetched(options)
    if not folders:
        return 1
    peers = options.peers / "bin" if options.peers else install_peers(options.store / "peers")
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as scratch:
        page, plot = measured_page(options, folders, peers, Path(scratch))
    if options.quick and options.output == PAGE:
        print(render(page))
        return 0
    options.output.write_text(render(page), encoding="utf-8")
    if plot:
        options.output.with_suffix(".svg").write_text(plot, encoding="utf-8")
    return 0


def fetched(options: argparse.Namespace) -> dict[Application, Path]:
    """The folders of the applications to measure; none where one that was asked for cannot be had.

    Of those that nobody has asked for by name, the ones that can be had.
    """
    wanted = options.app or APPLICATIONS
    folders = {}
    for each in wanted[:1] if options.quick else wanted:
        try:
            folders[each] = fetch(each, options.store)
        except UnavailableError as error:
            print(error, file=sys.stderr)
            if options.app:
                return {}
    return folders


def measured_page(
    options: argparse.Namespace, folders: dict[Application, Path], peers: Path, scratch: Path
) -> tuple[Page, str]:
    """Run everything; the page to write, and the plot beside it ("" if there is none)."""
    bench = Bench(
        tools=tools(peers),
        rounds=1 if options.quick else options.rounds,
        timeout=options.timeout,
        scratch=scratch,
        python=empty_environment(scratch / "nothing-installed"),
        say=lambda text: print(text, file=sys.stderr, flush=True),
    )
    measured = [measure_application(bench, application, folder) for application, folder in folders.items()]
    first, folder = next(iter(folders.items()))
    sizes = [] if options.quick else options.sizes
    points = scaling(bench, copy_application(folder, scratch / f"{first.name}-plain").folder, sizes) if sizes else ()
    page = Page(
        command=command_line(options),
        machine=machine(),
        versions=versions(peers, ROOT),
        rounds=bench.rounds,
        timeout=bench.timeout,
        applications=measured,
        scaled=first.name,
        points=points,
        plot=options.output.with_suffix(".svg").name,
    )
    return page, draw(points)


def measure_application(bench: Bench, application: Application, folder: Path) -> Measured:
    """All tools on a copy of one application."""
    copy = copy_application(folder, bench.scratch / application.name)
    return Measured(
        name=application.name,
        source=str(application.source),
        files=copy.files,
        size=copy.size,
        leaf=copy.leaf.relative_to(copy.folder).as_posix(),
        hub=copy.hub.relative_to(copy.folder).as_posix(),
        rows=side_by_side(bench, copy),
    )


def machine() -> dict[str, str]:
    """What the figures depend on besides the programs."""
    names = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = [int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")]
    return {
        "processor": names[0] if names else platform.processor() or platform.machine(),
        "processors to use": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        **({"memory": f"{memory[0] / 1024**2:.0f} GiB"} if memory else {}),
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
    }


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def command_line(options: argparse.Namespace) -> str:
    """The command that makes the page again, without what is particular to this machine."""
    parts = ["python tests/benchmarks/compare.py", *(f"--app {each.name}" for each in options.app or ())]
    parts += [f"--rounds {options.rounds}"] if not options.quick else ["--quick"]
    parts += [f"--timeout {options.timeout:g}"] if options.timeout != parser().get_default("timeout") else []
    parts += [f"--sizes {','.join(map(str, options.sizes))}"] if tuple(options.sizes) != SIZES else []
    return " ".join(parts)


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--app", action="append", type=application, metavar="NAME[=PATH]", help="measure on this one")
    parser.add_argument("--rounds", type=positive, default=5, help="how often everything runs (5)")
    parser.add_argument("--timeout", type=float, default=300, help="the most seconds for one run (300)")
    parser.add_argument(
        "--sizes", type=sizes, default=SIZES, metavar="N,…", help="sizes in files for the plot; '' for none"
    )
    parser.add_argument("--peers", type=Path, metavar="DIR", help="an environment that has the peers")
    parser.add_argument("--store", type=Path, default=STORE, help=f"where downloads are kept ({STORE})")
    parser.add_argument("--output", type=Path, default=PAGE, help="the page to write (docs/benchmarks.md)")
    parser.add_argument("--quick", action="store_true", help="one round on one application, printed")
    parser.add_argument("--list", action="store_true", help="list the applications, and end")
    return parser


def application(text: str) -> Application:
    """An application by NAME or NAME=PATH."""
    name, given, path = text.partition("=")
    if given:
        return Application(name, Folder(Path(path).expanduser().resolve()))
    known = {each.name: each for each in APPLICATIONS}
    if name not in known:
        raise argparse.ArgumentTypeError(f"{name} is not one of {', '.join(known)}; a folder is given as NAME=PATH")
    return known[name]


def positive(text: str) -> int:
    """A number of at least 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of rounds")
    return int(text)


def sizes(text: str) -> list[int]:
    """Numbers between commas."""
    return [positive(part) for part in text.split(",") if part]


if __name__ == "__main__":
    sys.exit(main())
