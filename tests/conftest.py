"""What holds for all tests: nothing is kept beside the projects that are analysed, or in the user's own folders."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder for all caches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BLOCKCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield
