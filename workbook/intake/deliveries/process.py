"""Run a job on files of a client in a process of its own, with limits on its memory and its time."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from workbook.errors import EngagementError

NAMED = 3  # files named in a message


def in_process(job: str, request: dict[str, Any], place: Path, *, minutes: float) -> dict[str, Any]:
    """Do a job of `workbook.intake.deliveries.load` in a process of its own.

    Args:
        job: load or peek.
        request: What the job takes.
        place: An empty folder, for what it makes.
        minutes: How long it may take.

    Raises:
        EngagementError: It says so, or it takes too much memory or time.
    """
    seconds = max(1, int(minutes * 60))
    text = json.dumps({**request, "job": job, "seconds": 2 * seconds})
    (place / "request.json").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "workbook.intake.deliveries.load", str(place)]
    secrets = {name for name in os.environ if name.startswith("CX_WORKBOOK_KEY")}
    kept = {name: value for name, value in os.environ.items() if name not in secrets}
    files = ", ".join(Path(file).name for file in request["files"][:NAMED])
    try:
        done = subprocess.run(command, env=kept, timeout=seconds, capture_output=True, check=False)
    except subprocess.TimeoutExpired as error:
        raise EngagementError(
            f"To read {files} took more than {minutes:g} minutes, and was stopped.\n"
            "Deliver less at a time, or give it more: 'run: {minutes: 60}' in engagement.yml."
        ) from error
    outcome = place / "outcome.json"
    if done.returncode or not outcome.exists():
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2][:200]
        raise EngagementError(
            f"{files} could not be read: it took more memory or time than there is, or the recipe has a fault"
            f" that only its run shows.\n{said}".rstrip()
        )
    facts = json.loads(outcome.read_text(encoding="utf-8"))
    if "error" in facts:
        raise EngagementError(facts["error"])
    return facts
