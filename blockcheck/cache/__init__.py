"""What runs leave for later ones: facts of files, and results with what they were made from.

At the worst it costs time: what cannot be read, was written by another version, or was not written by this user's
blockcheck at all, is as good as not there.  Nothing in it is ever executed.
"""

from blockcheck.cache.facts import FactStore
from blockcheck.cache.place import FOLDER, VARIABLE, open_cache, readable_caches
from blockcheck.cache.results import keep, key_of, recall
from blockcheck.cache.sealed import Cache

__all__ = [
    "FOLDER",
    "VARIABLE",
    "Cache",
    "FactStore",
    "keep",
    "key_of",
    "open_cache",
    "readable_caches",
    "recall",
]
