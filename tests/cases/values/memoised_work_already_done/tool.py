"""A program of its own, which the application does not import."""

from config import elsewhere

elsewhere()
