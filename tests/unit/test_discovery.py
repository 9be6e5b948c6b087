"""The files of a project are found, those of others are not, and each has the name that it is imported by."""

from __future__ import annotations

import inspect
import os
import sys
from pathlib import Path

import pytest

from blockcheck.config import PartialSettings, Settings, SettingsError, load_settings
from blockcheck.discovery import discover
from blockcheck.discovery.naming import name_modules
from blockcheck.discovery.scope import scope_of_paths, scope_of_text
from blockcheck.facts import ImportedModule, Problem
from blockcheck.project import project_around

DEFAULTS = Settings()


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def make(folder: Path, *names: str) -> None:
    """Empty files, and folders where the name ends in a slash."""
    for name in names:
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()


def found(*paths: str, settings: Settings = DEFAULTS) -> list[str]:
    """The display names of the files under `paths`."""
    files, problems = discover(paths or (".",), settings)
    assert problems == ()
    return [file.display for file in files]


def modules(*paths: str, settings: Settings = DEFAULTS) -> dict[str, str]:
    """Display name to module name."""
    return {file.display: file.module for file in discover(paths or (".",), settings)[0]}


# Which files


def test_python_files_are_found_in_the_order_of_their_names(project: Path) -> None:
    make(project, "b.py", "a/x.py", "a.py", "a/y.pyi", "a/z.txt", "script", "ab/c.py")

    assert found() == ["a.py", "a/x.py", "ab/c.py", "b.py"]


def test_names_with_spaces_and_other_letters_are_found(project: Path) -> None:
    make(project, "mein Ordner/größe.py", "日本/語.py")

    assert found() == ["mein Ordner/größe.py", "日本/語.py"]


def test_usual_folders_and_environments_are_left_out(project: Path) -> None:
    make(project, "app.py", "node_modules/x.py", "__pycache__/x.py", ".tox/x.py", "dist/x.py", "build/lib/x.py")
    make(project, "env/pyvenv.cfg", "env/lib/x.py", "miniconda/conda-meta/", "miniconda/x.py", "lib/site-packages/x.py")

    assert found() == ["app.py"]


def test_a_package_may_be_called_build(project: Path) -> None:
    make(project, "app/build/__init__.py", "app/build/step.py", "build/x.py")

    assert found() == ["app/build/__init__.py", "app/build/step.py"]


def test_what_is_named_is_never_left_out(project: Path) -> None:
    make(project, "build/x.py", "script", "node_modules/deep/x.py", ".git/")
    (project / ".gitignore").write_text("build/\n")

    assert found("build", "script", "node_modules/deep/x.py") == ["build/x.py", "node_modules/deep/x.py", "script"]


def test_a_file_that_is_named_twice_is_found_once(project: Path) -> None:
    make(project, "a/x.py")

    assert found(".", "a", "a/x.py", "./a/../a/x.py") == ["a/x.py"]


def test_files_outside_of_the_current_folder_go_by_their_full_path(project: Path, tmp_path: Path) -> None:
    make(tmp_path, "project2/x.py")

    assert found("../project2") == [f"{tmp_path}/project2/x.py"]


def test_what_git_ignores_is_left_out(project: Path) -> None:
    make(project, ".git/info/", "a.py", "gen/x.py", "sub/gen/x.py", "sub/keep.py", "sub/drop.py", "local.py")
    (project / ".git/info/exclude").write_text("local.py\n")
    (project / ".gitignore").write_text("# comment\n\n/gen\n*op.py\n[z-a\n!\n")
    (project / "sub/.gitignore").write_text("!drop.py\n")

    assert found() == ["a.py", "sub/drop.py", "sub/gen/x.py", "sub/keep.py"]
    assert found("sub") == ["sub/drop.py", "sub/gen/x.py", "sub/keep.py"]


def test_gitignore_above_counts_within_the_repository_only(project: Path, tmp_path: Path) -> None:
    make(project, "inner/gen.py", "inner/a.py")
    (project / ".gitignore").write_text("gen.py\n")
    assert found("inner") == ["inner/a.py", "inner/gen.py"]

    make(project, ".git/")
    assert found("inner") == ["inner/a.py"]


def test_exclude_takes_names_paths_and_patterns(project: Path) -> None:
    make(project, "a/x.py", "b/a/x.py", "b/y.py", "c/deep/z.py", "c/deep/w.py", "d/x_pb2.py")
    (project / "blockcheck.toml").write_text('extend-exclude = ["/a", "b/y.py", "c/**/z.py", "*_pb2.py"]\n')

    assert found(settings=load_settings(".").settings) == ["b/a/x.py", "c/deep/w.py"]


def test_exclude_replaces_the_usual_folders_and_extend_exclude_does_not(project: Path) -> None:
    make(project, "node_modules/x.py", "a/x.py")

    assert found(settings=Settings(exclude=("a",))) == ["node_modules/x.py"]
    assert found(settings=Settings(extend_exclude=("a",))) == []


def test_patterns_of_the_command_line_count_from_the_current_folder(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(project, "sub/a/x.py", "a/x.py")
    monkeypatch.chdir(project / "sub")
    settings = load_settings(".", PartialSettings(exclude=("./a/x.py",))).settings

    assert found("..", settings=settings) == [f"{project}/a/x.py"]


def test_a_pattern_that_is_none_is_an_error() -> None:
    with pytest.raises(SettingsError, match="exclude: `!` is not a pattern"):
        discover((".",), Settings(exclude=("!",)))


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("no/such.py", "no/such.py: does not exist"),
        ("dangling", "dangling: is a link to nowhere, which leads nowhere"),
        ("pipe", "pipe: is neither a file nor a folder"),
        ("nul\0.py", "does not exist"),
    ],
)
def test_a_path_that_cannot_be_analysed_is_an_error(project: Path, path: str, message: str) -> None:
    (project / "dangling").symlink_to("nowhere")
    os.mkfifo(project / "pipe")

    with pytest.raises(SettingsError) as caught:
        discover((path,), Settings())
    assert message in str(caught.value)


def test_a_dangling_link_is_a_problem_and_the_rest_is_found(project: Path) -> None:
    make(project, "a.py")
    (project / "b.py").symlink_to("gone.py")
    (project / "loop.py").symlink_to("loop.py")
    (project / "notes").symlink_to("gone")

    files, problems = discover((".",), Settings())

    assert [file.display for file in files] == ["a.py"]
    assert [(problem.file, problem.code, problem.message) for problem in problems] == [
        ("b.py", "BLC902", "the file is a link to gone.py, which does not exist"),
        ("loop.py", "BLC902", "the file is a link to loop.py, which does not exist"),
    ]


def test_a_folder_that_cannot_be_read_is_a_problem(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(project, "a.py", "closed/b.py")
    scandir = os.scandir

    def guarded(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    files, problems = discover((".",), Settings())

    assert [file.display for file in files] == ["a.py"]
    assert problems == (
        Problem(
            file="closed",
            code="BLC902",
            message="the folder cannot be read: Permission denied",
            help="give permission to read it, or exclude it",
        ),
    )


def test_links_that_lead_back_or_round_are_followed_once(project: Path, tmp_path: Path) -> None:
    make(project, "app/x.py")
    make(tmp_path, "shared/y.py")
    (project / "app/self").symlink_to(project / "app")
    (project / "app/up").symlink_to("..")
    (project / "shared").symlink_to(tmp_path / "shared")
    (project / "shared_again").symlink_to(tmp_path / "shared")
    (tmp_path / "shared/around").symlink_to(project)

    assert found() == ["app/x.py", "shared/y.py"]


def test_folders_may_be_nested_deeper_than_python_recurses(project: Path) -> None:
    deep = "/".join("d" * 300)
    for end in range(1, len(deep) + 1, 2):
        Path(deep[:end]).mkdir()
    Path(deep, "x.py").touch()
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 150)
    try:
        files = found()
    finally:
        sys.setrecursionlimit(limit)

    assert files == [f"{deep}/x.py"]


def test_a_name_that_is_not_utf8_is_shown_in_escapes(project: Path) -> None:
    Path(os.fsdecode(b"caf\xe9.py")).touch()

    (file,) = discover((".",), Settings())[0]

    assert file.display == "caf\\xe9.py"
    assert Path(file.path).exists()


def test_texts_that_stand_for_files_need_not_exist(project: Path) -> None:
    make(project, "a.py", "excluded/b.py")
    settings = Settings(exclude=("excluded",))

    files, _ = discover((".", "new.py", "excluded/b.py"), settings, given=("new.py", "excluded/b.py"))

    assert [file.display for file in files] == ["a.py", "excluded/b.py", "new.py"]


def test_tests_are_told_by_name_or_folder_below_what_is_asked_for(project: Path) -> None:
    make(project, "tests/helper.py", "test_a.py", "a_test.py", "conftest.py", "testing/x.py", "app/latest.py")

    assert {f.display for f in discover((".",), Settings())[0] if f.is_test} == {
        "tests/helper.py",
        "test_a.py",
        "a_test.py",
        "conftest.py",
    }
    assert [f.is_test for f in discover(("tests",), Settings())[0]] == [False]


# Under which names


def test_packages_count_from_the_folder_above_the_topmost(project: Path) -> None:
    make(project, "app/__init__.py", "app/api/__init__.py", "app/api/users.py", "main.py")
    names = {
        "app/__init__.py": "app",
        "app/api/__init__.py": "app.api",
        "app/api/users.py": "app.api.users",
        "main.py": "main",
    }

    assert modules() == names
    assert modules("app/api") == {name: module for name, module in names.items() if "api/" in name}
    assert modules("app/api/users.py") == {"app/api/users.py": "app.api.users"}


def test_a_folder_without_init_inside_a_package_is_part_of_it(project: Path) -> None:
    make(project, "app/__init__.py", "app/web/bing.py", "app/web/engines/__init__.py")

    assert modules() == {
        "app/__init__.py": "app",
        "app/web/bing.py": "app.web.bing",
        "app/web/engines/__init__.py": "app.web.engines",
    }


def test_src_layout(project: Path) -> None:
    make(
        project, "pyproject.toml", "src/app/__init__.py", "src/app/x.py", "src/loose.py", "src/google/cloud/__init__.py"
    )

    assert modules() == {
        "src/app/__init__.py": "app",
        "src/app/x.py": "app.x",
        "src/google/cloud/__init__.py": "google.cloud",
        "src/loose.py": "loose",
    }
    assert modules("src/app") == {"src/app/__init__.py": "app", "src/app/x.py": "app.x"}


def test_a_workspace_has_a_root_for_each_member(project: Path) -> None:
    make(project, "pyproject.toml", "packages/core/pyproject.toml", "packages/core/src/core/__init__.py")
    make(project, "packages/core/src/core/db.py", "apps/web-api/pyproject.toml", "apps/web-api/main.py")
    make(project, "apps/web-api/routers/users.py", "libs/auth/auth/__init__.py", "libs/auth/setup.py", "scripts/run.py")

    assert modules() == {
        "apps/web-api/main.py": "main",
        "apps/web-api/routers/users.py": "routers.users",
        "libs/auth/auth/__init__.py": "auth",
        "libs/auth/setup.py": "setup",
        "packages/core/src/core/__init__.py": "core",
        "packages/core/src/core/db.py": "core.db",
        "scripts/run.py": "scripts.run",
    }


def test_files_of_the_same_name_in_different_roots_are_all_kept(project: Path) -> None:
    make(project, "apps/a/pyproject.toml", "apps/a/main.py", "apps/b/pyproject.toml", "apps/b/main.py")

    files = discover((".",), Settings())[0]

    assert [(file.module, file.root) for file in files] == [
        ("main", f"{project}/apps/a"),
        ("main", f"{project}/apps/b"),
    ]


def test_roots_of_the_settings_come_first(project: Path) -> None:
    make(project, "pyproject.toml", "lib/x.py", "lib/pkg/__init__.py", "apps/a/y.py", "apps/a/deep/z.py", "src/s.py")
    settings = Settings(src=(f"{project}/lib", f"{project}/apps/*", f"{project}"))

    assert modules(settings=settings) == {
        "apps/a/deep/z.py": "deep.z",
        "apps/a/y.py": "y",
        "lib/pkg/__init__.py": "pkg",
        "lib/x.py": "x",
        "src/s.py": "src.s",
    }


def test_an_init_in_the_folder_of_the_project_does_not_hide_everything(project: Path) -> None:
    make(project, "pyproject.toml", "__init__.py", "app/__init__.py", "app/x.py", "app/y.py")

    named = renamed({"app/x.py": ["app.y"]})

    assert (named["app/x.py"], named["app/y.py"]) == ("app.x", "app.y")


def test_a_module_called_setup_does_not_make_a_package_a_project(project: Path) -> None:
    make(project, "app/__init__.py", "app/core/__init__.py", "app/core/setup.py", "app/core/x.py")

    assert modules()["app/core/x.py"] == "app.core.x"


# … as the project's own imports have them


def renamed(imports: dict[str, list[str]], *paths: str) -> dict[str, str]:
    """Display name to module name, where the files have these `import` statements."""
    files = discover(paths or (".",), Settings())[0]
    statements = {
        file.path: [ImportedModule(name, 0, (), True) for name in imports.get(file.display, [])] for file in files
    }
    return {file.display: file.module for file in name_modules(files, statements)}


def test_imports_decide_where_custom_is_wrong(project: Path) -> None:
    make(project, "run.py", "backend/main.py", "backend/db.py", "backend/routers/users.py")

    assert modules()["backend/db.py"] == "backend.db"
    named = renamed({"backend/main.py": ["db", "routers.users", "fastapi"], "backend/routers/users.py": ["db"]})
    assert named == {
        "backend/db.py": "db",
        "backend/main.py": "main",
        "backend/routers/users.py": "routers.users",
        "run.py": "run",
    }


def test_imports_from_the_project_keep_the_long_names(project: Path) -> None:
    make(project, "backend/main.py", "backend/db.py", "backend/redis.py", "backend/core/__init__.py")
    imports = {"backend/main.py": ["backend.db", "backend.core", "redis"], "backend/db.py": ["redis"]}

    assert renamed(imports) == {
        "backend/core/__init__.py": "backend.core",
        "backend/db.py": "backend.db",
        "backend/main.py": "backend.main",
        "backend/redis.py": "backend.redis",
    }


def test_src_may_be_the_package_itself(project: Path) -> None:
    make(project, "pyproject.toml", "src/main.py", "src/db.py")

    assert renamed({"src/main.py": ["src.db"]})["src/db.py"] == "src.db"
    assert renamed({"src/main.py": ["db"]})["src/db.py"] == "db"


def test_imports_of_other_roots_do_not_count(project: Path) -> None:
    make(project, "apps/one/main.py", "apps/one/db.py", "apps/two/main.py", "apps/two/db.py")

    named = renamed({"apps/one/main.py": ["db"], "apps/two/main.py": ["apps.two.db"]})

    assert (named["apps/one/db.py"], named["apps/two/db.py"]) == ("db", "apps.two.db")


def test_imports_from_elsewhere_decide_where_nothing_below_is_imported(project: Path) -> None:
    make(project, "packages/shared/acme/shared/http.py", "services/orders/main.py")

    by_others = {"services/orders/main.py": ["acme.shared.http"]}
    assert renamed(by_others)["packages/shared/acme/shared/http.py"] == "acme.shared.http"


def test_a_single_name_that_is_imported_elsewhere_may_be_a_library(project: Path) -> None:
    make(project, "packages/fakes/redis.py", "services/orders/main.py")

    assert renamed({"services/orders/main.py": ["redis"]})["packages/fakes/redis.py"] == "packages.fakes.redis"


def test_names_from_a_module_count_and_relative_imports_do_not(project: Path) -> None:
    make(project, "tools/a/x.py", "tools/a/y.py")
    files = discover((".",), Settings())[0]
    from_import = ImportedModule("tools.a", 0, ("y",), True)
    relative = ImportedModule("y", 1, (), True)
    first = files[0].path

    def y(statement: ImportedModule) -> str:
        return name_modules(files, {first: [statement]})[1].module

    assert y(from_import) == "tools.a.y"
    assert y(ImportedModule("", 0, ("y",), True)) == y(relative) == "tools.a.y"
    assert y(ImportedModule("y", 0, (), True)) == "y"


# What to read for the sake of a file


def test_a_folder_is_a_program_of_its_own(project: Path) -> None:
    make(project, ".git/", "app/x.py")
    scope = scope_of_paths(("app",))

    assert (scope.paths, scope.reported) == ((f"{project}/app",), ())
    assert scope.concerns("anything.py")


def test_a_file_brings_in_its_repository(project: Path) -> None:
    make(project, ".git/", "app/pyproject.toml", "app/x.py", "app/x.pyx")
    scope = scope_of_paths(("app/x.py",))

    assert scope.paths == (str(project), f"{project}/app/x.py")
    assert scope.concerns("app/x.py")
    assert not scope.concerns("app/x.pyx")


@pytest.mark.parametrize(
    ("there", "around"),
    [
        (["sub/.git/", "sub/app/pyproject.toml"], "sub"),
        (["sub/pyproject.toml", "sub/app/setup.cfg"], "sub/app"),
        ([], "."),
    ],
)
def test_project_around_a_file(project: Path, there: list[str], around: str) -> None:
    make(project, "sub/app/x.py", *there)

    assert project_around(f"{project}/sub/app/x.py") == os.path.normpath(project / around)


def test_project_around_a_file_elsewhere_is_its_package(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(project, "other/", "app/__init__.py", "app/api/__init__.py", "app/api/x.py", "lone.py")
    monkeypatch.chdir(project / "other")

    assert project_around(f"{project}/app/api/x.py") == f"{project}/app"
    assert project_around(f"{project}/lone.py") == f"{project}/lone.py"


def test_a_home_folder_is_no_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(project, "lone.py")
    monkeypatch.setenv("HOME", str(project))

    assert project_around(f"{project}/lone.py") == f"{project}/lone.py"


def test_a_text_stands_for_its_file(project: Path) -> None:
    make(project, ".git/")
    scope = scope_of_text(b"x", "new.py")

    assert scope.paths == (str(project), f"{project}/new.py")
    assert scope.texts == {"new.py": b"x"}
    assert scope_of_text(b"x", "").paths == (f"{project}/stdin",)
