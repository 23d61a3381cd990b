"""What a process has started, and whether it still runs."""

import time
from contextlib import suppress

import psutil


def family(process):
    """All that a process has started and that still runs, with what those have started."""
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(process.pid).children(recursive=True)
    return []


def lives(process):
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def wait_for(process, condition, seconds=120):
    """Wait until something holds while a process runs."""
    last = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < last:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f"it did not come so far: {process.communicate()}")
