"""What the tests below use, and what they must not be blamed for."""

import time


async def main() -> None:
    time.sleep(1)  # expect: blocking-sleep
