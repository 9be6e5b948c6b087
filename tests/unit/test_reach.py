"""The search from a blocking call back to loop code: only paths that can run, the best one for each place."""

from __future__ import annotations

from blockcheck.findings import Confidence, Finding, Severity
from tests.unit.engine import finding_of, findings_of

HEAD = "import time\nfrom fastapi import Depends, FastAPI\napp = FastAPI()\n"


def starts(finding: Finding) -> list[int]:
    """The lines at which paths to a finding start."""
    return [boundary.line for boundary in finding.boundaries]


def route(path: str, call: str) -> str:
    return f"@app.get('{path}')\nasync def {path.strip('/')}(): {call}\n"


def labels(text: str) -> list[str]:
    """The entry points of the only finding."""
    finding = finding_of(HEAD + text)
    return sorted({entry.label for boundary in finding.boundaries for entry in boundary.entry_points})


def test_a_path_has_every_step_from_the_boundary_to_the_cause() -> None:
    text = "import time\ndef one(): two()\ndef two(): three()\ndef three(): time.sleep(1)\nasync def main(): one()\n"
    finding = finding_of(text)

    (boundary,) = finding.boundaries
    assert [(step.line, step.function, step.code) for step in boundary.path] == [
        (5, "app.main", "one()"), (2, "app.one", "two()"), (3, "app.two", "three()"), (4, "app.three", "time.sleep(1)"),
    ]  # fmt: skip
    assert (finding.line, finding.column, finding.end_column) == (4, 14, 27)
    assert (boundary.line, boundary.function) == (5, "app.main")


def test_a_path_starts_in_the_innermost_coroutine_function() -> None:
    finding = finding_of(
        "import time\nasync def outer(): await inner()\nasync def inner(): slow()\ndef slow(): time.sleep(1)\n"
    )

    assert starts(finding) == [3]
    assert [entry.label for entry in finding.boundaries[0].entry_points] == ["async def app.outer"]


def test_of_several_paths_from_one_place_the_shortest_is_shown() -> None:
    text = "import time\ndef long(): short()\ndef short(): time.sleep(1)\ndef both(): long(), short()\n"
    (boundary,) = finding_of(text + "async def main(): both()\n").boundaries

    assert [step.code for step in boundary.path] == ["both()", "short()", "time.sleep(1)"]


def test_of_several_places_the_nearest_is_first() -> None:
    text = "import time\ndef long(): short()\ndef short(): time.sleep(1)\nasync def main(): long(), short()\n"

    assert [boundary.path[0].code for boundary in finding_of(text).boundaries] == ["short()", "long()"]


def test_a_certain_path_goes_before_a_shorter_one_that_is_likely() -> None:
    text = """
    import time
    class A:
        def work(self): ...
    class B(A):
        def work(self): time.sleep(1)
    def certain(): B().work()
    async def main(a: A):
        a.work()
        certain()
    B()
    """
    finding = finding_of(text)

    assert [(boundary.line, len(boundary.path)) for boundary in finding.boundaries] == [(10, 3), (9, 2)]
    assert finding.confidence is Confidence.CERTAIN


def test_what_comes_by_hierarchy_alone_is_likely() -> None:
    text = "import time\nclass A:\n    def work(self): time.sleep(1)\nasync def main(a: A): a.work()\n"

    assert finding_of(text).confidence is Confidence.LIKELY


def test_a_finding_has_all_boundaries_and_each_its_entry_points() -> None:
    finding = finding_of(HEAD + "def slow(): time.sleep(1)\n" + route("/a", "slow()") + route("/b", "slow()"))

    assert [(b.line, [entry.label for entry in b.entry_points]) for b in finding.boundaries] == [
        (6, ["GET /a"]),
        (8, ["GET /b"]),
    ]


def test_a_value_is_followed_only_to_the_callers_that_pass_it() -> None:
    text = "def run(f): f()\ndef slow(): time.sleep(1)\ndef quick(): ...\n"

    assert labels(text + route("/a", "run(slow)") + route("/b", "run(quick)")) == ["GET /a"]


def test_a_value_is_followed_through_several_parameters() -> None:
    text = "def outer(g): inner(g)\ndef inner(f): f()\ndef slow(): time.sleep(1)\ndef quick(): ...\n"

    assert labels(text + route("/a", "outer(slow)") + route("/b", "outer(quick)")) == ["GET /a"]


def test_a_condition_on_a_parameter_is_asked_of_the_callers() -> None:
    text = "def work(wait, again=False):\n    if wait and not again: time.sleep(1)\n"
    calls = route("/a", "work(True)") + route("/b", "work(False)") + route("/c", "work(True, again=True)")

    assert labels(text + calls) == ["GET /a"]


def test_conditions_along_a_path_must_hold_together() -> None:
    text = "def work(kind):\n    if kind == 'a': step(kind)\ndef step(kind):\n    if kind == 'b': time.sleep(1)\n"

    assert findings_of(HEAD + text + route("/a", "work('a')") + route("/b", "work('b')")) == ()


def test_a_thread_on_the_way_ends_the_path() -> None:
    text = "import asyncio\ndef run(f): f()\ndef slow(): time.sleep(1)\n"

    assert findings_of(HEAD + text + "async def main(): await asyncio.to_thread(run, slow)\n") == ()


def test_what_a_dependency_does_belongs_to_the_routes_that_ask_for_it() -> None:
    text = "async def needed(): time.sleep(1)\n"
    text += "@app.get('/a')\nasync def a(x=Depends(needed)): ...\n" + route("/b", "...")

    assert "GET /b" not in labels(text)
    assert "GET /a" in labels(text)


def test_what_only_runs_at_startup_weighs_less() -> None:
    startup = "@app.on_event('startup')\nasync def start(): slow()\n"
    slow = "def slow(): time.sleep(1)\n"

    assert finding_of(HEAD + slow + startup).severity is Severity.WARNING
    assert finding_of(HEAD + slow + startup + route("/a", "slow()")).severity is Severity.ERROR


def test_recursion_is_gone_through_once() -> None:
    text = "import time\ndef even(n):\n    time.sleep(1)\n    odd(n)\ndef odd(n): even(n)\nasync def main(): odd(3)\n"

    assert [len(boundary.path) for boundary in finding_of(text).boundaries] == [2 + 1]


def test_one_line_and_rule_is_one_finding() -> None:
    assert len(findings_of("import time\nasync def main(): time.sleep(1), time.sleep(2)\n")) == 1
    assert len(findings_of("import time, os\nasync def main(): time.sleep(1), os.system('')\n")) == 2
