"""Reads its data when it is imported."""

TABLE = open("/var/lib/app/table.csv").read()  # expect: blocking-file via GET /lazily, not via GET /eagerly
