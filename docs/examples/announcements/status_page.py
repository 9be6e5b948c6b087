"""Incidents, from the status page that another team runs."""

import os

import requests

STATUS_PAGE = os.environ.get("STATUS_PAGE", "http://127.0.0.1:8001/incidents.json")


def incidents() -> list[dict[str, str]]:
    """Every incident on the status page."""
    response = requests.get(STATUS_PAGE, timeout=5)
    response.raise_for_status()
    return [
        {"title": incident["name"], "text": incident["update"], "published": incident["date"], "source": "status page"}
        for incident in response.json()
    ]
