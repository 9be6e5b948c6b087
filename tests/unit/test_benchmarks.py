"""The command that compares blockcheck with its peers: what of it needs no peers, and a whole run with made-up ones."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.benchmarks import compare
from tests.benchmarks.applications import Application, Folder, UnavailableError, fetch, in_tarball, write_sources
from tests.benchmarks.copies import copy_application, edit, leaf_and_hub, multiply, rename
from tests.benchmarks.figures import (
    Measured,
    Point,
    Row,
    Scenario,
    growth,
    memory_ratio,
    middle,
    ratio,
    spread,
    worst_doubling,
)
from tests.benchmarks.measure import measure, memory_together
from tests.benchmarks.plot import Axis, draw
from tests.benchmarks.report import Page, render, seconds, table
from tests.benchmarks.rounds import Bench, scaling, side_by_side
from tests.benchmarks.tools import Target, Tool, tools

COLD, UNCHANGED = Scenario.COLD, Scenario.UNCHANGED


def row(tool: str, *wall: float, scenario: Scenario = COLD, memory: int = 0, together: int | None = None) -> Row:
    return Row(tool, scenario, wall, wall, (memory,) * len(wall), findings=3, together=together)


def points(*walls: tuple[int, float | None]) -> list[Point]:
    return [Point("blockcheck", files, wall) for files, wall in walls]


def project(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


# Figures


def test_a_median_is_not_moved_by_one_slow_round() -> None:
    assert middle([1.0, 1.1, 9.0]) == 1.1
    assert middle([]) is None


def test_a_spread_takes_two_rounds() -> None:
    assert spread([1.0, 2.0, 3.0]) == 1.0
    assert spread([1.0]) is None


def test_a_ratio_is_one_of_medians() -> None:
    assert ratio(row("blockcheck", 1.0, 2.0, 9.0), row("hydroid", 4.0)) == 0.5
    assert ratio(row("blockcheck", 1.0), row("hydroid")) is None
    assert ratio(None, row("hydroid", 4.0)) is None


def test_memory_is_that_of_all_processes_unless_a_peak_was_missed() -> None:
    several = row("blockcheck", 1.0, memory=100, together=300)
    short = row("hydroid", 1.0, memory=150, together=10)

    assert memory_ratio(several, short) == 2.0
    assert memory_ratio(several, row("hydroid")) is None


@pytest.mark.parametrize(("power", "factor"), [(1, 2.0), (2, 4.0), (0, 1.0)])
def test_growth_is_the_factor_for_twice_the_files(power: int, factor: float) -> None:
    measured = points(*((files, 0.01 * files**power) for files in (100, 200, 400, 3200)))

    assert growth(measured) == pytest.approx(factor)
    assert worst_doubling(measured) == pytest.approx(factor)


def test_the_worst_doubling_is_between_neighbours() -> None:
    measured = points((400, 16.0), (100, 1.0), (200, 2.0), (800, None))

    assert worst_doubling(measured) == pytest.approx(8.0)


def test_one_size_shows_no_growth() -> None:
    assert growth(points((100, 1.0), (100, 2.0))) is None
    assert worst_doubling(points((100, 1.0), (200, None))) is None


# The page


def measured(*rows: Row, name: str = "shop") -> Measured:
    return Measured(name, "shop==1.0", 1234, 5_600_000, "leaf.py", "hub.py", rows)


def page(*applications: Measured, plotted: list[Point] | None = None) -> str:
    return render(
        Page("compare", {"processor": "fast"}, {"ruff": "1"}, 2, 300.0, applications, "shop", plotted or [], "plot.svg")
    )


def cells(text: str, first: str) -> list[list[str]]:
    """The rows of tables that start with a cell."""
    lines = [line for line in text.splitlines() if line.startswith(f"| {first} |")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_a_table_has_a_line_below_its_head_and_escapes_bars() -> None:
    assert table(["a", "b"], [["x|y", "2"]]) == "| a | b |\n| --- | ---: |\n| x\\|y | 2 |"


def test_seconds_are_a_median_with_half_of_the_spread() -> None:
    assert seconds([1.0, 2.0, 3.0]) == "2.00 s ± 50%"
    assert seconds([1.0]) == "1.00 s"
    assert seconds([]) == "-"


def test_a_page_compares_with_the_reference_for_each_goal() -> None:
    text = page(
        measured(row("blockcheck", 1.0, memory=10), row("hydroid", 2.0, memory=40), name="one"),
        measured(row("blockcheck", 3.0, scenario=UNCHANGED), row("hydroid", 1.0, scenario=UNCHANGED), name="two"),
    )

    assert cells(text, "blockcheck against hydroid") == [["blockcheck against hydroid", "one", "two", "goal"]]
    assert cells(text, "cold")[0] == ["cold", "0.50 x", "-", "≤ 1.00 x"]
    assert cells(text, "unchanged") == [["unchanged", "-", "3.00 x", "≤ 1.00 x"]]
    assert cells(text, "memory, cold") == [["memory, cold", "0.25 x", "-", "≤ 1.00 x"]]


def test_a_page_tells_of_timeouts_and_of_what_is_as_cold() -> None:
    late = Row("flake8-async", COLD, (), (), (), problem="over 300 s")

    times, figures = cells(page(measured(row("hydroid", 2.0), late)), "flake8-async")

    assert times == ["flake8-async", "over 300 s", "as cold", "as cold", "as cold", "-"]
    assert figures == ["flake8-async", "-", "-", "-"]


def test_a_page_has_a_row_for_each_size_and_the_growth() -> None:
    plotted = [*points((100, 1.0), (200, 3.0)), Point("hydroid", 100, None, "over 300 s")]

    text = page(measured(row("blockcheck", 1.0)), plotted=plotted)

    assert "![Time by number of files; both axes are logarithmic](plot.svg)" in text
    assert cells(text, "100 files") == [["100 files", "1.00 s", "over 300 s"]]
    assert cells(text, "200 files") == [["200 files", "3.00 s", "not tried"]]
    assert cells(text, "twice the files, at the worst") == [["twice the files, at the worst", "3.00 x", "-"]]
    assert "## Growth" not in page(measured(row("blockcheck", 1.0)))


# The plot


def test_an_axis_is_logarithmic() -> None:
    axis = Axis(1, 100, 0, 200)

    assert [axis.at(value) for value in (1, 10, 100)] == pytest.approx([0, 100, 200])
    assert axis.ticks() == [1, 2, 5, 10, 20, 50, 100]


def test_a_plot_has_a_line_for_each_tool_and_all_points_on_the_picture() -> None:
    plotted = [*points((100, 0.5), (800, 4.0)), Point("<other>", 100, 90.0), Point("late", 100, None, "over 300 s")]

    root = ET.fromstring(draw(plotted))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    circles = [(float(each.attrib["cx"]), float(each.attrib["cy"])) for each in root.findall(".//{*}circle")]

    assert len(circles) == 3
    assert all(0 < x < width and 0 < y < height for x, y in circles)
    assert {"blockcheck", "<other>"} <= {each.text for each in root.findall(".//{*}text")}
    assert "late" not in draw(plotted)


def test_twice_the_files_lie_as_far_apart_everywhere() -> None:
    root = ET.fromstring(draw(points((100, 1.0), (200, 2.0), (400, 4.0))))
    xs = [float(each.attrib["cx"]) for each in root.findall(".//{*}circle")]

    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1], abs=0.11)


def test_nothing_measured_is_no_picture() -> None:
    assert draw([]) == draw(points((100, None))) == ""


# Applications and their copies


def test_only_python_files_are_written_and_none_outside(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "sources"
    target.parent.mkdir()

    write_sources(target, [("a/b.py", b"1"), ("../../out.py", b"2"), (f"{tmp_path}/abs.py", b"3"), ("c.js", b"4")])

    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")] == ["deep/sources/a/b.py"]


def test_of_an_archive_one_folder_is_taken() -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as tar:
        for name in ("repo-1/server/app.py", "repo-1/server-tests/app.py", "repo-1/app.py"):
            tar.addfile(member := tarfile.TarInfo(name), io.BytesIO(b"x = 1"[: member.size]))
        link = tarfile.TarInfo("repo-1/server/link.py")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)

    assert [name for name, _ in in_tarball(stream.getvalue(), "server")] == ["app.py"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match=r"shop: no Python file in .*nowhere; give another folder as NAME=PATH"):
        fetch(Application("shop", Folder(tmp_path / "nowhere")), tmp_path)


SHOP = {
    "shop/__init__.py": "",
    "shop/hub.py": "def f(): pass\n",
    "shop/one.py": "from shop.hub import f\n",
    "shop/two.py": "from . import hub\nimport shop.one\nasync def main(): pass\n",
    "shop/deep/three.py": "from ..hub import f\nimport shop.one as other\n",
    "shop/broken.py": "def (",
    "shop/node_modules/x.py": "",
    "shop/page.html": "",
}


def test_the_hub_is_what_most_import_and_the_leaf_what_nobody_does(tmp_path: Path) -> None:
    leaf, hub = leaf_and_hub(project(tmp_path, SHOP))

    assert hub == tmp_path / "shop/hub.py"
    assert leaf == tmp_path / "shop/two.py"


def test_a_copy_has_the_python_files_and_edits_leave_the_original(tmp_path: Path) -> None:
    source = project(tmp_path / "source", SHOP)

    copy = copy_application(source, tmp_path / "copy")
    edit(copy.hub, 7)

    assert (copy.files, copy.size) == (6, sum(len(SHOP[name]) for name in list(SHOP)[:6]))
    assert not list(copy.folder.rglob("node_modules"))
    assert (source / "shop/hub.py").read_text() == SHOP["shop/hub.py"]
    compile(copy.hub.read_text(), "hub.py", "exec")
    assert "def edited_7(" in copy.hub.read_text()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from shop import f", "from shop_2 import f"),
        ("    from shop.a import shop", "    from shop_2.a import shop"),
        ("import shop.a\nshop.a.f()", "import shop_2.a\nshop_2.a.f()"),
        ("import shop as s", "import shop_2 as s"),
        ("from .shop import f", "from .shop import f"),
        ("from workshop import f", "from workshop import f"),
        ("self.shop.f()", "self.shop.f()"),
    ],
)
def test_a_copy_imports_its_own_parts(text: str, expected: str) -> None:
    assert rename(text, ["shop"], 2) == expected


def test_copies_lie_side_by_side(tmp_path: Path) -> None:
    source = project(
        tmp_path / "source", {"shop/a.py": "import shop.b\n", "shop/b.py": "", "main.py": "import shop.a\n"}
    )

    assert multiply(source, tmp_path / "many", 3) == 9
    assert (tmp_path / "many/main_3.py").read_text() == "import shop_3.a\n"
    assert (tmp_path / "many/shop_2/a.py").read_text() == "import shop_2.b\n"


# Runs


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_run_is_measured_with_its_children(tmp_path: Path) -> None:
    busy = "x = bytearray(90_000_000); sum(range(10_000_000))"
    sample = measure(
        python(f"import subprocess; subprocess.run({python(busy)!r}); print('done')"), tmp_path, os.environ, 60
    )

    assert (sample.output, sample.problem) == ("done\n", "")
    assert 0.05 < sample.user < sample.wall
    assert sample.memory > 90_000_000


def test_what_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    child = python("import time; time.sleep(60)")
    sample = measure(python(f"import subprocess; subprocess.run({child!r})"), tmp_path, os.environ, 0.5)

    assert sample.problem == "over 0.5 s"
    assert sample.wall < 30


def test_memory_is_not_that_of_the_process_that_measures(tmp_path: Path) -> None:
    ours = bytearray(b"1") * 80_000_000
    sample = measure(python("pass"), tmp_path, os.environ, 60)

    assert len(ours) > sample.memory > 1_000_000


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    problem = measure([str(tmp_path / "nothing")], tmp_path, os.environ, 60).problem

    assert problem.startswith("not started: FileNotFoundError")


def test_a_failure_is_told_with_its_last_line(tmp_path: Path) -> None:
    failed = measure(python("import sys; print('why', file=sys.stderr); sys.exit(2)"), tmp_path, os.environ, 60)
    found = measure(python("raise SystemExit(1)"), tmp_path, os.environ, 60)

    assert failed.problem == "exit status 2: why"
    assert found.problem == ""


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="the system does not tell")
def test_the_memory_of_two_processes_adds_up(tmp_path: Path) -> None:
    hold = "import time; x = bytearray(b'1') * 60_000_000; time.sleep(1.5)"
    both = (
        f"import subprocess; p = subprocess.Popen({python(hold)!r}); {hold.partition('; ')[2]}; import time; p.wait()"
    )
    together = memory_together(python(f"import time; {both}"), tmp_path, os.environ, 60)

    assert together is not None
    assert 120_000_000 < together < 240_000_000


def made_up(name: str, code: str, *, cached: bool = True) -> Tool:
    """A linter that is a line of Python; it gets the folder."""
    return Tool(name, tuple(python(code)), lambda target: [str(target.folder)], len, cached, True)


def bench(folder: Path, *linters: Tool, said: list[str] | None = None) -> Bench:
    folder.mkdir()
    return Bench(linters, 2, 30.0, folder, Path(sys.executable), (said if said is not None else []).append)


def test_tools_take_turns_and_what_fails_is_not_tried_again(tmp_path: Path) -> None:
    said: list[str] = []
    linters = made_up("one", "print('!')"), made_up("two", "raise SystemExit(3)", cached=False)
    copy = copy_application(project(tmp_path / "source", SHOP), tmp_path / "shop")

    rows = side_by_side(bench(tmp_path / "scratch", *linters, said=said), copy)

    cold, edited = "one, cold: 0 s", ["one, leaf edited: 0 s", "one, hub edited: 0 s"]
    unchanged, failed = "one, unchanged: 0 s", "two, cold: exit status 3"
    assert [re.sub(r"\d+\.\d+", "0", line.partition(": ")[2]) for line in said] == [
        unchanged, unchanged, cold, failed, unchanged, *edited, cold, unchanged, *edited,
    ]  # fmt: skip
    assert [(row.tool, row.scenario, len(row.wall), row.findings, row.problem) for row in rows[:2]] == [
        ("one", COLD, 2, 2, ""), ("two", COLD, 0, None, "exit status 3"),
    ]  # fmt: skip
    assert copy.hub.read_text().count("def edited_") == 2


def test_a_tool_that_failed_is_not_tried_on_larger_programs(tmp_path: Path) -> None:
    few = "import sys, pathlib; sys.exit(2 * (len(list(pathlib.Path(sys.argv[1]).rglob('*.py'))) > 4))"
    linters = made_up("all", "pass"), made_up("few", few)
    source = project(tmp_path / "source", {"shop/a.py": "", "shop/b.py": ""})

    found = scaling(bench(tmp_path / "scratch", *linters), source, [4, 8, 16])

    assert [(point.tool, point.files, point.problem) for point in found] == [
        ("all", 4, ""), ("few", 4, ""), ("all", 8, ""), ("few", 8, "exit status 2"), ("all", 16, ""),
    ]  # fmt: skip


def test_blockcheck_is_called_as_it_is_meant_to_be(tmp_path: Path) -> None:
    source = project(tmp_path / "app", {"main.py": "import time\nasync def main():\n    time.sleep(1)\n"})
    own = tools(tmp_path)[0]
    target = Target(source, Path(sys.executable), tmp_path / "cache")

    done = subprocess.run(own.command(target), cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 1, done.stderr
    assert own.count(done.stdout) == 1
    assert list((tmp_path / "cache").iterdir())


# The command


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--app", "nothing"], "nothing is not one of chainlit, .*NAME=PATH"),
        (["--rounds", "0"], "0 is not a number of rounds"),
        (["--sizes", "100,x"], "x is not a number of rounds"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        compare.main(arguments)

    assert ended.value.code == 2
    assert re.search(message, capsys.readouterr().err)


def test_the_page_says_how_to_make_it_again_without_paths(tmp_path: Path) -> None:
    options = compare.parser().parse_args(
        ["--app", f"shop={tmp_path}", "--app", "khoj", "--rounds", "3", "--sizes", "1,2"]
    )

    assert (
        compare.command_line(options)
        == "python tests/benchmarks/compare.py --app shop --app khoj --rounds 3 --sizes 1,2"
    )
