"""One thing at a time: a cell that runs, and what is tried beside it, use the same tables."""

import threading

TURN = threading.RLock()
"""Held by a cell while it runs, and by whatever is tried."""
