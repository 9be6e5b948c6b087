"""The shape of every file in rules/: what can be said without the libraries themselves."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from blockcheck.catalogue import load_catalogue, load_codes, rules_folder
from blockcheck.catalogue.library import Library, roots_of
from blockcheck.catalogue.load import check_rules, load_rule_file, load_types
from blockcheck.catalogue.names import expand
from blockcheck.catalogue.types import parse_type

RULES = rules_folder()
FILES = {path.relative_to(RULES).as_posix(): path for path in sorted(RULES.glob("*/*.toml"))}
TYPES = {path.relative_to(RULES).as_posix(): path for path in sorted((RULES / "types").rglob("*.json"))}
CODES = load_codes()
CATALOGUE = load_catalogue()
LARGEST = 400_000

each_file = pytest.mark.parametrize("name", FILES)


def test_there_are_files() -> None:
    assert len(FILES) > 30
    assert len(TYPES) > 200


# Rule files


@each_file
def test_rows_are_right(name: str) -> None:
    known = [word for code in CODES for word in (code.code, code.name)]
    assert list(check_rules(load_rule_file(FILES[name]), known)) == []


@each_file
def test_library_is_read_from_the_first_lines_as_from_the_whole(name: str) -> None:
    assert roots_of(FILES[name]) == list(load_rule_file(FILES[name]).library)


@each_file
def test_why_is_the_rest_of_a_sentence(name: str) -> None:
    """`time.sleep` blocks the event loop: it {why}."""
    for block in load_rule_file(FILES[name]).blocks:
        assert re.match(r"[a-z`].*[^.\s]$", block.why), block.why
        assert not block.advice or block.advice.endswith("."), block.advice


def block_names(path: Path) -> Iterator[tuple[str, object]]:
    for block in load_rule_file(path).blocks:
        for name in expand(block.names):
            yield name, block


@each_file
def test_no_name_is_said_to_block_twice(name: str) -> None:
    """Two rows for one name differ in their conditions: one with none says it all."""
    rows: dict[tuple[str, bool], list[Any]] = {}
    for blocking, block in block_names(FILES[name]):
        key = CATALOGUE.canonical(blocking.removesuffix(".*")), blocking.endswith(".*")
        if block not in rows.setdefault(key, []):
            rows[key].append(block)
    repeated = {key: same for key, same in rows.items() if len(same) > 1}
    assert [key for key, same in repeated.items() if not all(row.unless or row.only_if for row in same)] == []


@each_file
def test_exceptions_of_classes_are_of_relatives(name: str) -> None:
    """`except = ["redis.client.Pipeline.*"]` means something only where the class has a base that blocks."""
    wrong = []
    for block in load_rule_file(FILES[name]).blocks:
        owners = {CATALOGUE.canonical(blocking.rpartition(".")[0]) for blocking in expand(block.names)}
        related = {base for owner in owners for base in CATALOGUE.mro(owner)}
        for excepted in (item[:-2] for item in expand(block.except_) if item.endswith(".*")):
            order = CATALOGUE.mro(excepted)
            if CATALOGUE.is_class(excepted) and owners.isdisjoint(order) and order[0] not in related:
                wrong.append(excepted)
    assert wrong == []


@each_file
def test_defining_names_are_of_the_library(name: str) -> None:
    """A file is read when a name of its libraries is asked for: what it says must be filed under such a name."""
    rules = load_rule_file(FILES[name])
    rows: list[Any] = [*rules.blocks, *rules.returns, *rules.attributes, *rules.runs, *rules.markers, *rules.intrinsics]
    wrong = []
    for spelt in (spelt for row in rows for spelt in expand(row.names)):
        found = CATALOGUE.canonical(spelt.removesuffix(".*"))
        heads = [found, found.lstrip("_")]  # a module's half in C is read with it
        if not any(f"{head}.".startswith(f"{root}.") for head in heads for root in rules.library):
            wrong.append(f"{spelt} is {found}")
    assert wrong == []


MADE_BY_HAND = """
authlib.integrations.httpx_client.OAuth2Client
authlib.integrations.requests_client.OAuth2Session
azure.ai.documentintelligence.DocumentIntelligenceClient
azure.search.documents.indexes.SearchIndexClient
azure.storage.blob.BlobServiceClient
azure.storage.filedatalake.DataLakeServiceClient
azure.storage.queue.QueueServiceClient
boto3.s3.transfer.S3Transfer
cerebras.cloud.sdk.Cerebras
cryptography.hazmat.primitives.kdf.argon2.Argon2id
cryptography.hazmat.primitives.kdf.pbkdf2.PBKDF2HMAC
cryptography.hazmat.primitives.kdf.scrypt.Scrypt
django.core.files.storage.Storage
django.core.mail.EmailMessage
django.db.backends.base.base.BaseDatabaseWrapper
django.db.models.Model
fastembed.rerank.cross_encoder.TextCrossEncoder
google.api_core.page_iterator.Iterator
google.cloud.aiplatform.BatchPredictionJob
google.cloud.aiplatform.CustomJob
google.cloud.aiplatform.Endpoint
google.cloud.aiplatform.MatchingEngineIndexEndpoint
google.cloud.aiplatform.Model
google.cloud.aiplatform.PipelineJob
google.cloud.aiplatform_v1.PredictionServiceClient
google.auth.transport.requests.Request
google.auth.transport.urllib3.Request
google.cloud.datastore.Client
google.cloud.logging_v2.Client
google.cloud.pubsub_v1.PublisherClient
google.cloud.pubsub_v1.SubscriberClient
google.cloud.speech_v1.SpeechClient
google.cloud.vision_v1.ImageAnnotatorClient
mysql.connector.pooling.MySQLConnectionPool
opentelemetry.sdk.trace.export.BatchSpanProcessor
plaid.api.plaid_api.PlaidApi
reportlab.pdfgen.canvas.Canvas
selenium.webdriver.support.ui.WebDriverWait
sklearn.feature_extraction.text.CountVectorizer
sklearn.feature_extraction.text.TfidfVectorizer
watchdog.observers.api.BaseObserver
"""
"""Classes that people take by their full names, though they lie deep in their packages."""


def names_in_types() -> set[str]:
    """The defining names of all classes that some call gives or some attribute holds."""
    texts = []
    for types in map(load_types, TYPES.values()):
        texts += [*types.functions.values(), *types.variables.values()]
        texts += [text for cls in types.classes.values() for text in (*cls.attributes.values(), *cls.methods.values())]
    for rules in map(load_rule_file, FILES.values()):
        texts += [row.type for row in (*rules.returns, *rules.attributes)]
        texts += [text for row in rules.runs for text in (*row.supplies, row.returns)]
    dotted = re.compile(r"[A-Za-z_]\w*(?:\.\w+)+")
    return {CATALOGUE.canonical(name) for name in dotted.findall(" ".join(texts))}


def test_something_leads_to_every_class_that_nobody_makes_by_hand() -> None:
    """`client.voices.get_all()` is only found where something says which class `client.voices` is of."""
    owners = {name.rpartition(".")[0] for name in CATALOGUE.names_that_block()}
    hidden = {owner for owner in owners if CATALOGUE.is_class(owner) and is_hidden(CATALOGUE.public(owner))}
    led_to = {base for name in names_in_types() if CATALOGUE.is_class(name) for base in CATALOGUE.mro(name)}
    assert sorted(map(CATALOGUE.public, hidden - led_to)) == sorted(MADE_BY_HAND.split())


def is_hidden(name: str) -> bool:
    """Whether a class has a private name, or lies so deep that people mostly get it from something else."""
    owner, _, short = name.rpartition(".")
    return short.startswith("_") or owner.count(".") >= 2


def test_every_file_is_read_once_when_its_names_are_asked_for() -> None:
    library = Library(RULES)
    given = [
        path for path in [*FILES.values(), *TYPES.values()] for root in _roots(path) for path in library.take(root)
    ]
    assert sorted(given) == sorted([*FILES.values(), *TYPES.values()])


def _roots(path: Path) -> list[str]:
    return roots_of(path) if path.suffix == ".toml" else [path.stem]


# Generated types


def test_types_can_be_read() -> None:
    for path in TYPES.values():
        types = load_types(path)
        texts = [*types.functions.values(), *types.variables.values()]
        for cls in types.classes.values():
            texts += [*cls.attributes.values(), *cls.methods.values()]
        for text in filter(None, texts):
            parse_type(text)


def test_types_are_sorted_small_and_say_where_they_come_from() -> None:
    for name, path in TYPES.items():
        text = path.read_text("utf-8")
        assert text.startswith('{"generator":"scripts/generate_types.py '), name
        assert len(text) <= LARGEST, name
        types = load_types(path)
        assert types.package, name
        assert re.match(r"\d", types.version), name
        for table in (types.aliases, types.classes, types.functions, types.variables):
            assert list(table) == sorted(table), name


def test_types_are_of_their_own_root() -> None:
    for name, path in TYPES.items():
        types, root = load_types(path), path.stem
        names = [*types.aliases, *types.classes, *types.functions, *types.variables]
        assert [item for item in names if item != root and not item.startswith(f"{root}.")] == [], name


# Codes


def test_codes_are_in_order_and_differ() -> None:
    codes, names = [code.code for code in CODES], [code.name for code in CODES]
    assert codes == sorted(set(codes))
    assert Counter(names).most_common(1)[0][1] == 1
    assert all(re.fullmatch(r"BLC\d{3}", code) for code in codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_texts_of_a_code(code: Any) -> None:
    assert re.match(r"[a-z].*[^.]$", code.summary), code.summary
    for text in (code.what, code.why):
        assert text.rstrip().endswith((".", "…")), text
        assert "  " not in text.strip(), text
    ast.parse(code.instead)
    if code.name != "syntax-error":
        ast.parse(code.example)


def test_codes_by_code_and_by_name() -> None:
    assert CATALOGUE.codes["BLC101"] is CATALOGUE.codes["blocking-sleep"]


def test_files_for_versions_of_one_package_are_read_together() -> None:
    packages: dict[str, list[str]] = {}
    for name, path in FILES.items():
        if (file := load_rule_file(path)).package and file.versions:
            packages.setdefault(file.package, []).append(name)
    for names in packages.values():
        files = [load_rule_file(FILES[name]) for name in names]
        if len({file.versions for file in files}) > 1:
            assert len({file.library for file in files}) == 1, names
