"""What the workshop asks of the workbook and the engine: a notebook's cells, run in a kernel of its own."""

import asyncio
import json
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from workbook.errors import WorkshopError

NOTEBOOK = Path("workshop") / "workshop.ipynb"
OPENING = ("open", "quarter")
"""The cells that every other one needs."""
PATIENCE = 120.0
"""Seconds that a cell may take."""


class KernelEnded(WorkshopError):
    """The kernel ended before it answered."""


class NotebookLink:
    """A kernel that has opened the quarter of the workshop, and answers by running a cell.

    Args:
        engagement: The engagement's folder.
        period: The quarter.
    """

    def __init__(self, engagement: Path, period: str) -> None:
        from workbook.shipped import shipped

        notebook = json.loads((shipped("notebooks") / NOTEBOOK).read_text("utf-8"))
        self._cells = {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}
        self._parameters = f"engagement, period = {str(engagement)!r}, {period!r}"
        self._manager: Any = None
        self._client: Any = None
        self._turn = asyncio.Lock()

    async def start(self) -> None:
        """Start the kernel and open the quarter.

        Raises:
            WorkshopError: The engagement cannot be used; the message is that of `cx-workbook check`.
        """
        from jupyter_client.manager import AsyncKernelManager

        self._sockets = TemporaryDirectory(prefix="cxw-")
        where = {"transport": "ipc", "ip": f"{self._sockets.name}/k"} if os.name == "posix" else {}
        self._manager = AsyncKernelManager(kernel_name="python3", **where)
        await self._manager.start_kernel(extra_arguments=["--log-level=50"])
        self._client = self._manager.client()
        self._client.start_channels()
        await self._client.wait_for_ready(timeout=60)
        await self._run(self._parameters)
        for name in OPENING:
            await self._run(self._cells[name])

    async def ask(self, cell: str, asked: Mapping[str, Any] | None = None, *, answers: bool = True) -> Any:
        """Run a cell on what is asked, and take its answer.

        Args:
            cell: The cell's id; it reads `asked` and leaves `answer`.
            asked: What is asked, as JSON holds it.
            answers: Whether it leaves an answer; else it only gets something ready.

        A kernel that has ended, such as for lack of memory, is started again, and asked once more.

        Raises:
            WorkshopError: The cell failed, with the error's own message; or it ended the kernel twice.
        """
        given = json.dumps(asked or {}, ensure_ascii=False)
        code = f"import json\nasked = json.loads({given!r})\n{self._cells[cell]}"
        code += "\nprint(json.dumps(answer))" if answers else ""
        async with self._turn:
            try:
                told = await self._run(code)
            except KernelEnded:
                await self.stop()
                await self.start()
                told = await self._run(code)
            return json.loads(told) if answers else None

    async def _run(self, code: str) -> str:
        printed: list[str] = []

        def hear(message: dict[str, Any]) -> None:
            if message["msg_type"] == "stream" and message["content"]["name"] == "stdout":
                printed.append(message["content"]["text"])

        told = self._client.execute_interactive(code, output_hook=hear, timeout=PATIENCE, store_history=False)
        reply = await self._while_alive(asyncio.ensure_future(told))
        if reply["content"]["status"] != "ok":
            raise WorkshopError(reply["content"].get("evalue") or "The kernel of the workshop failed.")
        return "".join(printed)

    async def _while_alive(self, telling: asyncio.Future) -> dict[str, Any]:
        """What the kernel tells, as long as there is one."""
        try:
            while not telling.done():
                await asyncio.wait({telling}, timeout=1)
                if not telling.done() and not await self._manager.is_alive():
                    raise KernelEnded("The kernel of the workshop ended, perhaps for lack of memory.")
        finally:
            telling.cancel()
        try:
            return telling.result()
        except TimeoutError:
            raise WorkshopError(
                f"The kernel of the workshop took more than {PATIENCE:.0f} seconds."
            ) from None

    async def stop(self) -> None:
        """End the kernel."""
        if self._client is not None:
            self._client.stop_channels()
        if self._manager is not None:
            await self._manager.shutdown_kernel(now=True)
            self._sockets.cleanup()
