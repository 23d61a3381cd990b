"""The fork server: one process that holds the imports of the notebooks, and forks a kernel for each of them.

`workbook.kernels` starts it as a program of its own. It never works on data and starts no thread, so a forked
kernel is as good as a new one. It ends, and ends its kernels, when the process that started it is gone.
"""

import ctypes
import gc
import importlib
import json
import os
import random
import select
import signal
import socket
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

# What a batch kernel never uses. Jupyter's parser of addresses takes two seconds; the debugger and the
# completion of names most of what a kernel takes to start.
BLOCKED = ("rfc3987_syntax", "debugpy", "jedi")
# Imported once, for all kernels: the packages, and what they import only when a function is first called.
IMPORTED = (
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "pandas",
    "pyarrow.parquet",
    "pyarrow.dataset",
    "scipy.stats",
    "scipy.optimize",
    "sklearn.cluster",
    "sklearn.tree",
    "sklearn.metrics",
    "statsmodels.api",
    "statsmodels.stats.proportion",
    "threadpoolctl",
    "duckdb",
    "ibis.backends.duckdb",
    "pulp",
    "highspy",
    "prioritization",
)
# Our own modules that no notebook uses.
OF_THE_RUN = (
    "cli",
    "runs",
    "steps",
    "notebook_run",
    "notebooks",
    "adopt",
    "crm_words",
    "method",
    "own_notebooks",
    "own_checks",
    "own_exhibits",
    "report",
    "kernels",
    "fork_server",
    "last_run",
)
SELDOM = (50_000, 20, 100)  # a batch kernel makes many objects and is gone soon
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


def main(control: socket.socket) -> None:
    """Import, then fork kernels until the other end of `control` is closed."""
    for name in BLOCKED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    gc.disable()  # to look for garbage while importing takes a third of the time
    import_all()
    _close_default_database()
    gc.collect()
    gc.freeze()  # so that collecting garbage in a kernel does not copy what it shares
    _serve(control)


def import_all() -> list[str]:
    """Import all that notebooks use; what cannot be imported is left to the notebook that needs it."""
    left = []
    for name in [*IMPORTED, *_own_modules()]:
        try:
            importlib.import_module(name)
        except ImportError:
            left.append(name)
    return left


def _close_default_database() -> None:
    """DuckDB opens one when it is imported, with threads; who needs it later gets another."""
    if duckdb := sys.modules.get("duckdb"):
        duckdb.default_connection().close()


def _own_modules() -> list[str]:
    """Every module of the workbook but those that start something."""
    package = Path(__file__).parent
    files = [file.relative_to(package.parent).with_suffix("") for file in sorted(package.rglob("*.py"))]
    return [
        ".".join(file.parts).removesuffix(".__init__")
        for file in files
        if not {"examples", "lab"} & {*file.parts} and file.stem not in OF_THE_RUN
    ]


def _serve(control: socket.socket) -> None:
    kernels: dict[int, socket.socket] = {}
    ended, ended_writer = socket.socketpair()
    for end in (ended, ended_writer):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(ended_writer.fileno())
    try:
        while True:
            ready, _, _ = select.select([control, ended], [], [])
            if ended in ready:
                ended.recv(4096)
                _report_ended(kernels)
            if control in ready:
                message, handles, _, _ = socket.recv_fds(control, 1, 1)
                if not message:
                    return
                status = socket.socket(fileno=handles[0])
                _fork(status, kernels, [control, ended, ended_writer])
    finally:
        for pid in kernels:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)


def _report_ended(kernels: dict[int, socket.socket]) -> None:
    """Tell who asked for a kernel how it ended."""
    while kernels:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        if pid in kernels:
            with kernels.pop(pid) as asked, suppress(OSError):
                asked.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


def _fork(status: socket.socket, kernels: dict[int, socket.socket], own: list[socket.socket]) -> None:
    """Fork the kernel that is asked for over `status`; answer with its id, or 0 where that is not safe."""
    with status.makefile("rb") as asked:
        request = json.loads(asked.readline())
    if len(list(Path("/proc/self/task").iterdir())) > 1:  # a lock that a thread holds would be held for ever
        with status:
            status.sendall(b"0\n")
        return
    server = os.getpid()
    pid = os.fork()
    if pid:
        with suppress(OSError):  # the kernel may have done so itself, or be gone
            os.setpgid(pid, pid)
        kernels[pid] = status
        with suppress(OSError):
            status.sendall(b"%d\n" % pid)
        return
    code = 1
    try:
        for handle in [*own, *kernels.values(), status]:
            handle.close()
        code = _kernel(server, **request)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _kernel(server: int, command: list[str], environment: Mapping[str, str], folder: str) -> int:
    """Be the kernel that `command` would start, in the forked process."""
    os.setpgid(0, 0)
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != server:
        return 1
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = command
    gc.enable()
    gc.set_threshold(*SELDOM)
    _reseed()
    return _run_kernel()


def _reseed() -> None:
    """Another state of the shared random generators in every kernel, as in a new process."""
    import numpy as np

    random.seed()
    np.random.seed()


def _run_kernel() -> int:
    from ipykernel import kernelapp

    application: Any = kernelapp
    try:
        application.launch_new_instance()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
