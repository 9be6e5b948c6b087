"""Step 1, where it starts: a Flask view.  Every request has a thread of its own, and waiting is fine."""

from flask import Flask, Response, jsonify, request

from service import latest_announcements

app = Flask(__name__)


@app.get("/announcements")
def announcements() -> Response:
    """The latest announcements."""
    limit = request.args.get("limit", default=10, type=int)
    return jsonify(latest_announcements(limit))
