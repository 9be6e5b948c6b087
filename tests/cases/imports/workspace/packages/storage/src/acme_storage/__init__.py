from acme_storage.blobs import Blobs
