"""Step 2, the careless move: FastAPI is async, so the view became `async def`.  The service did not."""

from fastapi import FastAPI

from service import latest_announcements

app = FastAPI()


@app.get("/announcements")
async def announcements(limit: int = 10) -> list[dict[str, str]]:
    """The latest announcements, and nobody else is served until they are there."""
    return latest_announcements(limit)
