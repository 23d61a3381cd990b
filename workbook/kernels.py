"""Kernels for batch runs: forked from one process that holds the imports, or else started anew."""

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from traitlets import Dict
from traitlets.config import Config

PROVISIONER = "cx-workbook-fork"
# -P: without the modules of the folder that it is started in.
SERVER = (sys.executable, "-P", "-m", "workbook.fork_server")
CAN_FORK = sys.platform == "linux"
# A thread cannot be forked. One per kernel is enough where kernels run side by side, and sums come out alike.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
# Arrow's allocator starts one when it is imported.
NO_THREAD = {"JE_ARROW_MALLOC_CONF": "background_thread:false"}
# A kernel says on the terminal how it is connected, and that it was asked to stop.
QUIET = ("--log-level=50", "--IPKernelApp.exec_lines=import sys; sys.modules['rfc3987_syntax'] = None")
FOLDER = "cxw-"  # begins the name of the folder with a kernel's sockets, before the process that made it
LONGEST_PATH = 80  # what the path of a socket may take, with room for its name


class CannotFork(RuntimeError):
    """The fork server is gone, or finds it unsafe to fork: a kernel has to be started anew."""


class ForkedProcess:
    """A forked kernel, with what a provisioner asks of a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, status: socket.socket) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._status = status

    def poll(self) -> int | None:
        """The exit code, or none while it runs."""
        return self.wait(0)

    def wait(self, timeout: float | None = None) -> int | None:
        """The exit code, once it has ended or `timeout` seconds have passed."""
        if self.returncode is None:
            self._status.settimeout(timeout)
            try:
                told = self._status.recv(64)
            except (BlockingIOError, TimeoutError):
                return None
            self._status.close()
            self.returncode = int(told) if told else -signal.SIGKILL  # it ends with the fork server
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it, with the processes that it started."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)

    terminate = kill


class ForkServer:
    """The process that kernels are forked from; it ends when this object or this process does."""

    def __init__(self, program: Sequence[str] = SERVER, environment: Mapping[str, str] = NO_THREAD) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(
                [*program, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=ONE_THREAD | os.environ | dict(environment),
                start_new_session=True,  # Ctrl-C is for the process at the terminal
            )

    def fork(self, command: list[str], environment: Mapping[str, str], folder: str) -> ForkedProcess:
        """A kernel of its own process, as `command` would start it.

        Raises:
            CannotFork: The server is gone or has threads.
        """
        status, theirs = socket.socketpair()
        request = {"command": command, "environment": dict(environment), "folder": folder}
        try:
            with theirs:
                socket.send_fds(self._control, [b"k"], [theirs.fileno()])
            status.sendall(json.dumps(request).encode() + b"\n")
            pid = _line(status)
        except OSError as error:
            raise CannotFork from error
        if pid <= 0:
            status.close()
            raise CannotFork
        return ForkedProcess(pid, status)

    def alive(self) -> bool:
        """Whether it can be asked."""
        return self.process.poll() is None

    def stop(self) -> None:
        """End it and its kernels at once."""
        self._control.close()
        self.process.kill()
        self.process.wait()


def _line(status: socket.socket) -> int:
    """The number in one line, byte by byte: what follows is for who waits for the end."""
    digits = b""
    while (byte := status.recv(1)) not in (b"", b"\n"):
        digits += byte
    return int(digits or 0)


_lock = threading.Lock()
_stopped = threading.Event()
_server: ForkServer | None = None
_running: dict[int, Any] = {}
_folders: set[Path] = set()


def start_server() -> None:
    """Let the fork server import while something else is done, where there can be one."""
    _stopped.clear()
    _drop_folders_of_the_dead()
    if CAN_FORK:
        # Ctrl-C comes to the main thread: here, between the process and its name, it would leave it behind.
        starting = threading.Thread(target=_started)
        starting.start()
        starting.join()


def _started() -> None:
    with suppress(CannotFork):
        _fork_server()


def _drop_folders_of_the_dead() -> None:
    """Remove what runs that were killed have left in the folder for temporary files."""
    from psutil import pid_exists

    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}*-*"):
        pid = folder.name.split("-")[1]
        if pid.isdigit() and not pid_exists(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)


def _fork_server() -> ForkServer:
    global _server
    with _lock:
        if _stopped.is_set():
            raise CannotFork
        if _server is None or not _server.alive():
            _server = ForkServer()
            atexit.register(stop_server)
        return _server


def end_kernels() -> None:
    """End all kernels of this process at once, with what they started."""
    for process in list(_running.values()):
        with suppress(OSError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()


def stop_server() -> None:
    """End the fork server and all kernels, and start none any more until `start_server`."""
    global _server
    _stopped.set()
    end_kernels()
    with _lock:
        if _server is not None:
            _server.stop()
            _server = None
    for folder in list(_folders):
        shutil.rmtree(folder, ignore_errors=True)


class ForkProvisioner(LocalProvisioner):
    """Jupyter's way to start a kernel, through the fork server where there can be one."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        """Start a kernel: forked where that can be, else as Jupyter does."""
        module = next((at for at, part in enumerate(cmd) if part == "ipykernel_launcher"), None)
        environment, folder = kwargs.get("env") or os.environ, kwargs.get("cwd") or Path.cwd()
        try:
            if not CAN_FORK or module is None:
                raise CannotFork
            self.process = _fork_server().fork(cmd[module:], environment, str(folder))
        except CannotFork:
            if _stopped.is_set():
                raise
            started = await super().launch_kernel(cmd, **kwargs)
        else:
            self.pid = self.pgid = self.process.pid
            self.cwd, started = folder, self.connection_info
        _running[id(self)] = self.process
        return started

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of what the kernel held."""
        _running.pop(id(self), None)
        await super().cleanup(restart=restart)


class BatchKernelManager(AsyncKernelManager):
    """Starts one kernel of the Python that runs here.

    Attributes:
        environment: What the kernel finds in its environment beside what is there.
    """

    environment = Dict().tag(config=True)

    @property
    def kernel_spec(self) -> KernelSpec:
        """What is started: not what another program has put down as python3 on this machine."""
        spec = KernelSpec(argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"])
        provisioned = {"kernel_provisioner": {"provisioner_name": PROVISIONER, "config": {}}}
        factory = KernelProvisionerFactory.instance(parent=self.parent)
        if factory.is_provisioner_available(KernelSpec(metadata=provisioned)):
            spec.metadata = provisioned
        return spec

    async def _async_pre_start_kernel(self, **kw: Any) -> tuple[list[str], dict[str, Any]]:
        kw["env"] = ONE_THREAD | os.environ | self.environment
        return await super()._async_pre_start_kernel(**kw)


@contextmanager
def kernel_options(environment: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """What nbclient, and so Papermill, takes to run a notebook in a batch kernel.

    The kernel talks over sockets in a folder of its own, so that no two ask for the same port.

    Args:
        environment: What the kernel finds in its environment beside what is there.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-"))
    if len(str(folder)) > LONGEST_PATH and os.name == "posix":
        shutil.rmtree(folder)
        folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-", dir="/tmp"))
    settings = {
        "environment": dict(environment),
        "connection_file": str(folder / "kernel.json"),
        "transport": "ipc" if os.name == "posix" else "tcp",
    }
    _folders.add(folder)
    try:
        yield {
            "kernel_manager_class": BatchKernelManager,
            "config": Config({"BatchKernelManager": settings}),
            "shutdown_kernel": "immediate",
            "extra_arguments": list(QUIET),
        }
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _folders.discard(folder)
