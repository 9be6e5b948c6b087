from app.ports import Mailer, Storage


class FileService:
    def __init__(self, storage: Storage, mailer: Mailer):
        self._storage = storage
        self._mailer = mailer

    async def upload(self, key: str, data: bytes):
        self._storage.put(key, data)  # boundary
        await self._mailer.send("owner", self._storage.url(key))

    def link(self, key: str) -> str:
        return self._storage.url(key)
