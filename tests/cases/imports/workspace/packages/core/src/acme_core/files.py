from acme_storage import Blobs


class Files:
    def __init__(self, blobs: Blobs):
        self.blobs = blobs

    def read(self, key):
        return self.blobs.load(key)
