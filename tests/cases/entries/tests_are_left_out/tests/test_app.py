import time

import pytest

from app import helper, service


@pytest.mark.asyncio
async def test_service():
    helper()
    time.sleep(1)
    await service()
