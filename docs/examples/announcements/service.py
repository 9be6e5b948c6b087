"""What the announcements page shows.  Older than any of the three steps, and the same in all of them."""

import status_page
import store


def latest_announcements(limit: int) -> list[dict[str, str]]:
    """What the editors wrote and what the status page says, newest first."""
    entries = store.published(limit) + status_page.incidents()
    return sorted(entries, key=lambda entry: entry["published"], reverse=True)[:limit]
