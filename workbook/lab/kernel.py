"""What a kernel of the Lab does besides: errors in words, and one thing at a time.

`cx-workbook lab` starts kernels with this module as an extension of IPython.
"""

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from workbook.lab.turn import TURN

PACKAGES = ("workbook", "prioritization")
NOTEBOOK = "JPY_SESSION_NAME"
"""Names, in the environment of a kernel, the notebook that Jupyter started it for."""
_sources: dict[str, str] = {}
_running: dict[str, str | None] = {"cell": None}


def load_ipython_extension(shell: Any) -> None:
    """Say errors of ours in words, and let no cell run while something is tried."""
    shell.set_custom_exc((Exception,), _show_error)
    shell.events.register("pre_run_cell", _before)
    shell.events.register("post_run_cell", _after)


def sources_run() -> dict[str, str]:
    """The cells as they were last run in this kernel, by id."""
    return dict(_sources)


def _before(info: Any) -> None:
    TURN.acquire()
    _running["cell"] = info.cell_id
    if info.cell_id:
        _sources[info.cell_id] = info.raw_cell


def _after(result: Any) -> None:
    with suppress(RuntimeError):  # a cell that was stopped before it had its turn
        TURN.release()


def _show_error(
    shell: Any, kind: type, error: BaseException, trace: TracebackType, tb_offset: int | None = None
) -> None:
    if words := error_words(error, shell.user_ns):
        shell._showtraceback(kind, error, [words])
    else:
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset, running_compiled_code=True)


def error_words(error: BaseException, names: dict[str, Any]) -> str:
    """An error in words; nothing where its traceback says more.

    Args:
        error: One of ours, or a cell that was run before what it needs; others are not put into words.
        names: The names of the notebook.
    """
    if type(error).__module__.partition(".")[0] in PACKAGES:
        return str(error)
    if isinstance(error, NameError) and _raised_in(error, names):
        with suppress(Exception):  # no engagement, or no notebook of ours: its traceback says more
            return _run_first(str(error.name))
    return ""


def _raised_in(error: BaseException, names: dict[str, Any]) -> bool:
    """Whether the cell itself raised an error, and nothing that it called."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return bool(trace) and trace.tb_frame.f_globals is names


def _run_first(name: str) -> str:
    """Which cell makes a name that is not there yet, in the language of the copy."""
    from workbook.lab.statements import maker, statements
    from workbook.notebooks import cell_words
    from workbook.own_notebooks import engagement_steps
    from workbook.phrases import say
    from workbook.store import open_period

    folder, quarter = Path.cwd().parents[3], Path.cwd().parents[1].name
    words = open_period(folder, quarter).words
    step = engagement_steps(folder)[Path(os.environ[NOTEBOOK]).stem]
    cell = maker(statements(step.cells | sources_run()), name, _running["cell"])
    heading = ""
    for one in step.notebook["cells"] if words else ():
        if one["cell_type"] == "markdown":
            heading = cell_words(step, one, words).splitlines()[0].lstrip("# ")
        if one["id"] == cell:
            return words.text(say("lab.run_first", name=name, heading=heading))
    return ""
