"""The plan on the pages of a workshop: made anew as the sliders move, and better while nobody moves them."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from workbook.errors import WorkshopError
from workbook.workshop.room import Room
from workbook.workshop.scores import counted_rows

Ask = Callable[..., Awaitable[Any]]


class LivePlan:
    """Answers moves one at a time: of several that wait, the newest.

    Args:
        room: Whose pages show the plan.
        ask: Runs a cell of the workshop's notebook.
    """

    def __init__(self, room: Room, ask: Ask) -> None:
        self._room, self._ask = room, ask
        self._wanted = asyncio.Event()
        self._ready: dict[str, Any] | None = None
        self._task = asyncio.ensure_future(self._work())

    def want(self, *, anew: bool = False) -> None:
        """Ask for the plan of the newest move.

        Args:
            anew: Whether the scores have changed: then everything is set up again.
        """
        if anew:  # a plan of the scores before is no plan of these
            self._ready = self._room.plan = None
        self._wanted.set()

    def stop(self) -> None:
        """Make no more plans."""
        self._task.cancel()

    async def _work(self) -> None:
        with suppress(asyncio.CancelledError):
            while True:
                await self._wanted.wait()
                self._wanted.clear()
                try:
                    await self._answer()
                except WorkshopError as error:
                    await self._show({"possible": False, "why": str(error), "final": True})

    async def _answer(self) -> None:
        rows = counted_rows(self._room.session)
        if not rows:
            return
        if self._ready is None:
            await self._ask("plan-candidates", {"scores": rows}, answers=False)
            self._ready = await self._ask("plan-limits")
        moves = self._room.session.moves
        plan = await self._ask("plan", {"settings": moves[-1] if moves else {}})
        while plan is not None:
            await self._show(plan)
            if plan["final"] or self._wanted.is_set():
                return
            plan = await self._ask("plan-refined")

    async def _show(self, plan: dict[str, Any]) -> None:
        self._room.show_plan({**plan, "sliders": self._ready or {"budget": None, "days": {}}})
        await self._room.tell()
