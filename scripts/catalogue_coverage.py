"""Writes docs/coverage.md: which packages that applications import does the catalogue know?

    python -m scripts.catalogue_coverage PROJECT [PROJECT …] [--verified FILE]

PROJECT is the folder of an application: a checkout, or an unpacked wheel, whose metadata name its repository.  FILE is
what `tests/catalogue/verify/verify.py --json FILE` wrote.

Every import of a package that is neither of the standard library nor of the application itself counts, once a file.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
import tomli

from blockcheck.catalogue.schema import RuleFile

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "coverage.md"

# Looked at, and found to wait for nothing in a call: data, text, types, plug-ins; or to be asynchronous throughout.
NO_INPUT_OUTPUT = """
IPython awesomeversion base62 cyclopts dataclasses_json exceptiongroup fastuuid filetype graphene graphql griffe
lazy_object_proxy methodtools nanoid nest_asyncio openinference platformdirs proto pygtrie pyjson5
setproctitle syncer werkzeug whenever wtforms
RestrictedPython _typeshed annotated_types asgiref attr attrs babel cachetools certifi chardet
charset_normalizer cloudpickle colorama colorlog cron_descriptor croniter dacite dateparser dateutil deepdiff
deepmerge dill dotenv emoji faker ftfy google.protobuf graphviz greenlet html2text html5lib humanize idna
importlib_metadata inflection itsdangerous jmespath jose joserfc jsonpatch jsonpath_ng jsonpointer jsonschema
langchain_text_splitters limits loguru mako markdown markdown_it markdownify markupsafe marshmallow mistune
more_itertools msgpack msgspec multidict mypy_extensions networkx orjson packaging pathspec pendulum pgvector
phonenumbers pkg_resources plotly pluggy prometheus_client propcache pydantic_core pydantic_extra_types
pydantic_settings pygments pyotp pyparsing pytest python_multipart pytz qrcode rapidfuzz referencing regex rfc3986
rich ruamel semver simplejson six slugify sniffio sortedcontainers sqlglot sqlparse structlog tabulate termcolor
toml tomli tomli_w tomlkit toolz tqdm typing_extensions typing_inspection tzlocal ujson ulid unidecode uuid6
uuid_utils validators voluptuous voluptuous_serialize wcwidth webcolors wrapt xmltodict yaml yarl zoneinfo
"""
ASYNCHRONOUS = """
aioesphomeapi aiohomekit aiohue aioshelly aiounifi asgi_lifespan bleak docket fastapi_sso prisma pyoverkiz
tesla_fleet_api xknx zwave_js_server
a2a aio_pika aioboto3 aiobotocore aiocache aiodns aiofiles aiohttp aiokafka aiomqtt aiomysql aiortc aiosmtplib
aiosqlite aiostream anyio asyncpg beanie fastmcp httpx_sse hypercorn janus mcp motor socketio sse_starlette tortoise
trio uvicorn uvloop watchfiles wsproto
"""
KINDS = {
    "blocks": "its blocking calls are in the catalogue",
    "framework": "where it runs code is in the catalogue",
    "async": "asynchronous throughout",
    "none": "waits for nothing",
    "missing": "not in the catalogue",
}


INTRODUCTION = """\
All imports in {applications} open-source applications (FastAPI and other asyncio code) of packages that are neither
their own nor of the standard library: {packages:,} packages, {imports:,} imports. Written by
`python -m scripts.catalogue_coverage`, which takes the folders of any projects: yours, too."""
SHARE = """\
Of the {packages} packages that two applications or more import, {share:.0f} % are known in one of the first four ways.
Packages of one application alone are mostly clients of single devices and services."""
CHECKED = """\
{files} rule files name a package. The names of {imported} were checked by importing it, of {read} by reading its
source; {names:,} callables are said to block, patterns expanded. Not checked:"""


class Known(msgspec.Struct, frozen=True):
    """Import names by what the rules say of them, dotted where the rules are for a part of a namespace."""

    blocking: frozenset[str]
    framework: frozenset[str]

    def kind(self, name: str) -> str:
        """The key in `KINDS` for an import such as `google.cloud.storage`."""
        root = name if name in NO_INPUT_OUTPUT.split() else name.partition(".")[0]
        if any(name == one or name.startswith(f"{one}.") or one.startswith(f"{name}.") for one in self.blocking):
            return "blocks"
        if root in {one.partition(".")[0] for one in self.framework}:
            return "framework"
        if root in ASYNCHRONOUS.split():
            return "async"
        return "none" if root in NO_INPUT_OUTPUT.split() else "missing"


def read_known(folder: Path) -> Known:
    """What the rule files below a folder are for."""
    blocking: set[str] = set()
    framework: set[str] = set()
    for path in folder.glob("*/*.toml"):
        rules = msgspec.convert(tomli.loads(path.read_text("utf-8")), RuleFile)
        if path.parent.name != "python":
            (framework if path.parent.name == "frameworks" else blocking).update(rules.library)
    return Known(frozenset(blocking), frozenset(framework))


OFTEN_IN_ONE = 10
SHARED = ("ai", "cloud", "keyvault", "mgmt", "search", "storage")
NAMESPACES = ("google", "azure", "opentelemetry", "databricks", "langchain_community")


def imports_of(path: Path) -> set[str]:
    """The packages that a file imports: the first word, or three of a namespace shared by many distributions."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, OSError):
        return set()
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            deep = node.module.count(".") < 2 and node.module.startswith(NAMESPACES)
            names.update(f"{node.module}.{alias.name}" if deep else node.module for alias in node.names)
    return {shortened(name) for name in names}


def shortened(name: str) -> str:
    """`google.cloud.storage.client` as `google.cloud.storage`, `azure.storage.blob.aio` as `azure.storage.blob`."""
    parts = name.split(".")
    if parts[0] not in ("google", "azure"):
        return parts[0]
    return ".".join(parts[: 3 if parts[1:2] and parts[1] in SHARED else 2])


class Survey(msgspec.Struct, frozen=True):
    """What applications import: for each, its name for people and the number of files for each package."""

    imports: dict[str, Counter[str]]

    def files(self) -> Counter[str]:
        """The number of files that import each package."""
        return sum(self.imports.values(), Counter())

    def applications(self, package: str) -> int:
        """How many applications import a package."""
        return sum(package in files for files in self.imports.values())


def survey(projects: Iterable[Path]) -> Survey:
    """Reads every Python file of the projects."""
    found = {}
    for project in projects:
        files: Counter[str] = Counter()
        own = {project.name, *own_names(project)}
        for source in sorted(project.rglob("*.py")):
            roots = {name: name.partition(".")[0] for name in imports_of(source)}
            files.update(name for name, root in roots.items() if root not in own | sys.stdlib_module_names)
        found[title_of(project)] = files
    return Survey(found)


def title_of(project: Path) -> str:
    """`owner/repository version` where the metadata of an unpacked wheel say so, else the folder's name."""
    text = "\n".join(path.read_text("utf-8") for path in project.glob("*.dist-info/METADATA"))
    head = text.partition("\n\n")[0]
    fields = dict(re.findall(r"^(Name|Version): (.+)$", head, re.MULTILINE))
    repository = re.search(r"^(?:Home-page|Project-URL): .*github\.com/([\w.-]+/[\w.-]+)", head, re.MULTILINE)
    name = repository.group(1).removesuffix(".git") if repository else fields.get("Name", project.name)
    return f"{name} {fields.get('Version', '')}".rstrip()


def own_names(application: Path) -> Iterator[str]:
    """Names that an application can import from itself: what lies at its top, or in `src` there."""
    for folder in (application, application / "src"):
        if folder.is_dir():
            yield from (path.stem for path in folder.iterdir())


def report(found: Survey, known: Known, verified: str) -> str:
    """The page."""
    files = found.files()
    kinds = {name: known.kind(name) for name in files}
    often = [name for name in files if found.applications(name) > 1]
    missing = [name for name in often if kinds[name] == "missing"]
    often_in_one = [
        name for name in files if name not in often and kinds[name] == "missing" and files[name] >= OFTEN_IN_ONE
    ]
    lines = [
        "# What the catalogue covers",
        "",
        INTRODUCTION.format(applications=len(found.imports), packages=len(files), imports=files.total()),
        "",
        *_by_kind(files, kinds),
        "",
        SHARE.format(packages=len(often), share=100 * (1 - len(missing) / max(1, len(often)))),
        "",
        "## By application",
        "",
        *_by_application(found, kinds),
    ]
    for title, names in {
        "Known to block": [name for name in often if kinds[name] == "blocks"],
        "Known for where they run code": [name for name in often if kinds[name] == "framework"],
        "Asynchronous throughout": [name for name in often if kinds[name] == "async"],
        "Waiting for nothing": [name for name in often if kinds[name] == "none"],
        "Not in the catalogue": missing,
    }.items():
        lines += ["", f"## {title}, in two applications or more", "", *_list(_ordered(names, found, files))]
    lines += ["", f"## Not in the catalogue, in {OFTEN_IN_ONE} files or more of one application", ""]
    lines += _list(_ordered(often_in_one, found, files))
    return "\n".join([*lines, *([verified] if verified else [])]) + "\n"


def _by_kind(files: Counter[str], kinds: Mapping[str, str]) -> Iterator[str]:
    yield "| the package … | packages | imports (one a file) | share |"
    yield "|---|---|---|---|"
    for kind, words in KINDS.items():
        names = [name for name in files if kinds[name] == kind]
        count = sum(files[name] for name in names)
        yield f"| {words} | {len(names):,} | {count:,} | {100 * count / max(1, files.total()):.0f} % |"


def _by_application(found: Survey, kinds: Mapping[str, str]) -> Iterator[str]:
    """The share of the imports of each application that are known in one of the ways."""
    yield "| application | packages | imports | known |"
    yield "|---|---|---|---|"
    for title, files in sorted(found.imports.items(), key=lambda item: item[0].lower()):
        known = sum(count for name, count in files.items() if kinds[name] != "missing")
        yield f"| {title} | {len(files):,} | {files.total():,} | {100 * known / max(1, files.total()):.0f} % |"


def _ordered(names: Iterable[str], found: Survey, files: Counter[str]) -> list[str]:
    return sorted(names, key=lambda name: (-found.applications(name), -files[name], name))


def _list(names: Iterable[str]) -> list[str]:
    """Names as one paragraph of code words, wrapped."""
    lines, line = [], ""
    for name in names:
        if len(line) + len(name) > 112:
            lines.append(line.rstrip())
            line = ""
        line += f"`{name}`, "
    return [*lines, line.rstrip(", ")]


def verification(path: Path) -> str:
    """What the verification found, as a section."""
    results = msgspec.json.decode(path.read_bytes())
    how = Counter(result["how"] for result in results if result["package"])
    names = sum(result["blocking"] for result in results)
    lines = [
        "",
        "## Verified",
        "",
        CHECKED.format(files=sum(how.values()), imported=how["imported"], read=how["read"], names=names),
        "",
    ]
    lines += [f"- {result['package']}: {result['note']}" for result in results if result["how"] == "none"]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Write docs/coverage.md.")
    parser.add_argument("projects", type=Path, nargs="+", metavar="PROJECT")
    parser.add_argument("--verified", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    found = survey(project.expanduser() for project in options.projects)
    text = report(found, read_known(ROOT / "rules"), verification(options.verified) if options.verified else "")
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
