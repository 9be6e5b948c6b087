"""What the package offers, gathered from its modules."""

from ._http import fetch as fetch
from ._http import fetch_async
from .storage import *

__all__ = ["fetch", "fetch_async", "save"]
