"""Kernels for batch runs: each as good as a new process, and none left behind."""

import ast
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from papermill import execute_notebook

from workbook import fork_server, kernels
from workbook.kernels import CannotFork, end_kernels, kernel_options, start_server, stop_server

pytestmark = pytest.mark.slow
linux = pytest.mark.skipif(not kernels.CAN_FORK, reason="kernels are forked on Linux only")


def outcome(*cells, environment=None, folder="."):
    """What the last cell of a notebook shows, as a value."""
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    place = {"resources": {"metadata": {"path": str(folder)}}}
    with kernel_options(environment or {}) as options:
        done = execute_notebook(notebook, None, kernel_name="python3", progress_bar=False, **place, **options)
    return ast.literal_eval(done.cells[-1].outputs[-1].data["text/plain"])


def gone(pids, seconds=20):
    """Whether processes end within so many seconds."""
    _, alive = psutil.wait_procs([psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)], seconds)
    return [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []


@linux
def test_a_kernel_is_forked_from_a_process_without_threads_that_holds_the_imports():
    facts = outcome(
        "import os, sys; (os.getppid(), 'pandas' in sys.modules, 'workbook.recognise.clv' in sys.modules)"
    )
    server = kernels._server.process.pid
    assert facts == (server, True, True)
    assert psutil.Process(server).num_threads() == 1


LEAVE_TRACES = """
import os, random, sys
import numpy as np
import pandas as pd
import workbook.essa
left_behind = 1
workbook.essa.left_behind = 2
pd.set_option("display.max_rows", 7)
os.environ["LEFT_BEHIND"] = "3"
os.chdir("/")
sys.path.append("/left/behind")
random.seed(4); np.random.seed(4)
"""
FIND_TRACES = """
import os, random, sys
import numpy as np
import pandas as pd
import workbook.essa
("left_behind" in globals(), hasattr(workbook.essa, "left_behind"), pd.get_option("display.max_rows"),
 "LEFT_BEHIND" in os.environ, os.getcwd(), "/left/behind" in sys.path, random.random(), np.random.random())
"""


@linux
def test_nothing_of_a_notebook_is_left_for_the_next(tmp_path):
    outcome(LEAVE_TRACES, "0", folder=tmp_path)
    first, second = (outcome(FIND_TRACES, folder=tmp_path) for _ in range(2))
    assert first[:6] == (False, False, 60, False, str(tmp_path), False)
    assert first[6] != second[6] and first[7] != second[7], "the same random numbers in two kernels"


def test_a_kernel_finds_its_own_environment_and_no_other():
    ask = "import os; (os.environ.get('CX_A'), os.environ.get('CX_B'))"
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda name: outcome(ask, environment={name: name}), ("CX_A", "CX_B"))
    assert list(found) == [("CX_A", None), (None, "CX_B")]


@linux
def test_a_kernel_is_started_anew_where_the_server_has_threads_or_is_gone(monkeypatch):
    def refuse(*_):
        raise CannotFork

    outcome("1")
    server = kernels._server.process.pid
    monkeypatch.setattr(kernels.ForkServer, "fork", refuse)
    assert outcome("import os; os.getppid()") != server


THREADED_SERVER = """
import socket, sys, threading, time
from workbook import fork_server
def start_a_thread():
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
fork_server.import_all = start_a_thread
fork_server.main(socket.socket(fileno=int(sys.argv[1])))
"""


@linux
def test_a_server_that_has_a_thread_does_not_fork():
    """A library that starts one when it is imported must not go unseen."""
    server = kernels.ForkServer([sys.executable, "-c", THREADED_SERVER])
    try:
        with pytest.raises(CannotFork):
            server.fork(["ipykernel_launcher"], {}, "/")
    finally:
        server.stop()


@linux
def test_the_server_holds_every_module_that_it_names():
    assert fork_server.import_all() == []


def test_a_notebook_that_kills_its_kernel_fails_and_the_next_one_runs():
    from nbclient.exceptions import DeadKernelError

    with pytest.raises(DeadKernelError):
        outcome("import os; os._exit(3)")
    assert outcome("1 + 1") == 2


WAIT = "import subprocess, time; subprocess.Popen(['sleep', '300']); time.sleep(300)"
PARENT = f"""
import threading
from nbformat.v4 import new_code_cell, new_notebook
from papermill import execute_notebook
from workbook.kernels import kernel_options
with kernel_options({{}}) as options:
    notebook = new_notebook(cells=[new_code_cell({WAIT!r})])
    execute_notebook(notebook, None, kernel_name="python3", progress_bar=False, **options)
"""


def family(pid, name="sleep"):
    """The processes under one, once there is one called `name` among them."""
    for _ in range(1200):
        children = psutil.Process(pid).children(recursive=True)
        if name in {process.name() for process in children}:
            return [process.pid for process in children]
        time.sleep(0.1)
    raise AssertionError("the kernel did not start")


@linux
@pytest.mark.ci
def test_when_the_process_is_killed_its_server_kernels_and_what_they_started_end_too():
    parent = subprocess.Popen([sys.executable, "-c", PARENT])
    pids = family(parent.pid)
    assert len(pids) == 3
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert gone(pids)


@linux
@pytest.mark.ci
def test_when_the_server_is_killed_its_kernels_end_too():
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(outcome, "import time; time.sleep(300)")
        while not kernels._running:
            time.sleep(0.1)
        pids = [process.pid for process in kernels._running.values()]
        kernels._server.process.kill()
        assert gone(pids)
        with pytest.raises(Exception, match="Kernel died"):
            running.result(60)
    assert outcome("1") == 1


@linux
def test_kernels_that_are_ended_leave_nothing_behind():
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(outcome, WAIT)
        while not kernels._running:
            time.sleep(0.1)
        server = kernels._server.process.pid
        pids = family(server)
        end_kernels()
        assert isinstance(running.exception(60), Exception)
    assert gone(pids)
    stop_server()
    assert gone([server])
    with pytest.raises(CannotFork):
        outcome("1")
    start_server()
    assert outcome("1") == 1
