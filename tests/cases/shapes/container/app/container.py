"""Builds everything once and hands it around."""

from app.adapters import HttpMailer, MemoryStorage, S3Storage
from app.ports import Mailer, Storage
from app.services import FileService


class Container:
    def __init__(self, settings):
        self.storage: Storage = S3Storage(settings["bucket"]) if settings["bucket"] else MemoryStorage()
        self.mailer: Mailer = HttpMailer()
        self.files = FileService(self.storage, self.mailer)


container = Container({"bucket": "uploads"})


def get_files() -> FileService:
    return container.files
