"""The plan on the pages of a workshop: made anew as the sliders move, and better while nobody moves them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from workbook.errors import WorkshopError
from workbook.workshop.room import Room
from workbook.workshop.scores import counted_rows

Ask = Callable[..., Awaitable[Any]]
NO_SLIDERS: dict[str, Any] = {"budget": None, "days": {}, "weights": {}, "objective": "score"}


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
        self._weights: Mapping[str, float] = {}
        self._settings: Mapping[str, Any] = ({}, *room.session.moves)[-1]  # of the plan shown: undo moves too
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
                    self._ready = None  # perhaps its kernel ended: the next move sets everything up again
                    await self._show({"possible": False, "why": str(error), "final": True})

    async def _answer(self) -> None:
        rows = counted_rows(self._room.session)
        if not rows:
            return
        before, settings = self._settings, ({}, *self._room.session.moves)[-1]
        self._settings = settings
        weights = settings.get("weights", {})
        limits = {name: value for name, value in settings.items() if name != "weights"}
        await self._set_up(rows, weights)
        plan = await self._ask("plan", {"settings": limits})
        shown = plan
        while plan is not None:
            if self._ready is None:  # the scores have changed meanwhile
                return
            shown = plan
            await self._show(plan)
            if self._wanted.is_set():
                return
            plan = None if plan["final"] else await self._ask("plan-refined")
        limit = moved_limit(before, settings)
        price = None
        if shown["possible"] and limit is not None:
            price = await self._ask("plan-price", {"settings": limits, "limit": limit})
        if self._ready is not None:
            await self._show({**shown, "searched": True, "price": price})

    async def _set_up(self, rows: list[dict[str, Any]], weights: Mapping[str, float]) -> None:
        """Have the candidates ready, scored with these weights; the first plan is that of the agreed ones."""
        if self._ready is None:
            await self._weigh(rows, {})
            self._ready = await self._ask("plan-limits")
        if weights != self._weights:
            await self._weigh(rows, weights)
            await self._ask("plan-rescored", answers=False)

    async def _weigh(self, rows: list[dict[str, Any]], weights: Mapping[str, float]) -> None:
        await self._ask("plan-scores", {"scores": rows, "weights": weights}, answers=False)
        await self._ask("plan-candidates", answers=False)
        self._weights = weights

    async def _show(self, plan: dict[str, Any]) -> None:
        self._room.show_plan({**plan, "sliders": self._ready or NO_SLIDERS})
        await self._room.tell()


def moved_limit(before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    """The limit that a move changed: "budget", a role, or None where it was none or more than one.

    Example:
        >>> moved_limit({"days": {"it": 1.0}}, {"days": {"it": 1.2}, "budget": 1.0})
        'it'
    """
    was, now = ({"budget": one.get("budget", 1.0), **one.get("days", {})} for one in (before, after))
    changed = [name for name in {**was, **now} if was.get(name, 1.0) != now.get(name, 1.0)]
    return changed[0] if len(changed) == 1 else None
