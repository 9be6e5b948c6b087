"""What the domain asks for."""

from typing import Protocol


class Storage(Protocol):
    def put(self, key: str, data: bytes) -> None: ...

    def url(self, key: str) -> str: ...


class Mailer(Protocol):
    async def send(self, to: str, text: str) -> None: ...
