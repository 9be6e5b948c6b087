"""Where frameworks write when they are imported: nowhere in the checkout."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("CHAINLIT_APP_ROOT", tempfile.mkdtemp())
