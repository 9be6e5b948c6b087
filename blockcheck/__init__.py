"""Finds the blocking calls that asyncio code reaches, through the whole program."""

__version__ = "0.1.0"
