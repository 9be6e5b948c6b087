"""Tests are no entry points unless `include-tests` says so."""

import time

import pytest_asyncio


@pytest_asyncio.fixture
async def fixture():
    time.sleep(1)


async def test_work(fixture):
    time.sleep(1)
