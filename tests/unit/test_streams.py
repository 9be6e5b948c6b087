"""Text arrives whole, in whatever encoding a stream has."""

from __future__ import annotations

import io

import pytest

from blockcheck import streams


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8", "a → é … \U0001f980\n"),
        ("latin-1", "a -> é ... \\U0001f980\n"),
        ("ascii", "a -> \\xe9 ... \\U0001f980\n"),
    ],
)
@pytest.mark.parametrize("piece", [1, 3, 1000])
def test_what_an_encoding_lacks_is_written_otherwise(
    encoding: str, written: str, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "PIECE", piece)
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="")
    streams.write(stream, "a → é … \U0001f980\n")

    assert raw.getvalue().decode(encoding) == written


def test_a_stream_without_an_encoding_takes_everything() -> None:
    out = io.StringIO()
    streams.write(out, "→")

    assert out.getvalue() == "→"
