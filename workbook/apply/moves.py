"""Which mailings to move by a few days, so that pressure rules withhold the least."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
from pandas import DataFrame

from workbook.apply.messages import CODES, Messages, by_customer, of_one_length
from workbook.apply.pressure import DAY, RulesOnKinds, second, withheld_by
from workbook.engagement import ContactRule
from workbook.privacy import declare

MOST_CUSTOMERS = 20_000
"""So many customers are looked at: more make no other mailing the better one to move."""
MONTHS = 92
"""So many days before the window a calendar month or quarter may begin."""
MOST_MAILINGS = 40
"""So many mailings may be moved, the largest ones."""
FAR = 3_660
"""A mailing moved by so many days is out of the period, and bears on no other."""


@dataclass(frozen=True)
class Moves:
    """Mailings and the moves that save most.

    Attributes:
        table: One row per mailing, by day: programme, campaign, on (its day), n (messages), withheld (as it
            is), days (by which to move it; 0 to leave it), withheld_then (when all moves are made), alone
            (what this move saves of all messages when it is the only one).
        customers: How many customers were looked at.
        every: Of how many customers one was looked at.
        others: Messages that are no mailing, as those that follow an event.
    """

    table: DataFrame
    customers: int
    every: int
    others: int


@dataclass
class _Group:
    """Customers with equally many messages, those with the same messages once."""

    packed: np.ndarray
    stage: np.ndarray
    weight: np.ndarray
    mailing: np.ndarray


def mailing_moves(
    messages: Messages, contact: ContactRule, *, start: datetime, end: datetime, minimum: int
) -> Moves:
    """Look for the moves of mailings by which the rules withhold least.

    Mailings are left as they are, or put one after the other where they lose least, as near as can be or
    as early; from each of these, the move that saves most is made until none saves anything, and each is made
    as small as costs nothing. The best outcome counts: a good one, which need not be the best there is. A
    mailing is all messages of a campaign on one day; it stays within the period.

    Args:
        messages: From `workbook.apply.messages.messages_due`, up to the end of the period.
        contact: The rules; `move_days` is the furthest that a mailing may be moved.
        start: First instant of the period.
        end: First instant after it.
        minimum: The fewest messages of a mailing.
    """
    n = int(messages.due.customer_id.nunique().to_pandas())
    every = 1 + n // MOST_CUSTOMERS
    search = _Search(messages, contact, (second(start), (end - start).days), minimum, every)
    shifts = search.shifts()
    now, then = search.lost(np.zeros_like(shifts)), search.lost(shifts)
    days = [pd.Timestamp(start) + timedelta(days=int(day)) for day in search.day]
    kinds = messages.kinds[["programme", "campaign"]].iloc[search.code].reset_index(drop=True)
    told = {"on": days, "n": search.n, "withheld": now, "days": shifts, "withheld_then": then}
    told["alone"] = search.alone(shifts)
    table = kinds.assign(**told).sort_values(["on", "programme", "campaign"], ignore_index=True)
    return Moves(declare(table), -(-n // every), every, search.others)


class _Search:
    """The mailings of a period, and what is withheld of them when some are moved."""

    def __init__(
        self,
        messages: Messages,
        contact: ContactRule,
        period: tuple[int, int],
        minimum: int,
        every: int,
    ) -> None:
        self.contact, self.on, self.period = contact, RulesOnKinds.of(messages, contact), period
        found = list(by_customer(messages, every=every))
        counts, exempt = self._counts(found), messages.kinds["class"].isin(contact.exempt).to_numpy()
        movable = (counts >= max(minimum / every, 1)) & ~exempt[:, None]
        self.code, self.day = np.nonzero(movable)
        self.n, self.others = counts[movable], int(counts[~movable].sum())
        self.ids = np.full(counts.shape, -1)
        self.ids[movable] = np.arange(len(self.code))
        self.groups = [self._group(*_distinct(*group)) for group in self._that_matter(found, exempt)]

    def _counts(self, found: list[tuple]) -> np.ndarray:
        counts = np.zeros((self.on.concerns.shape[1], self.period[1]), np.int64)
        for _, packed in found:
            day, code, inside = self._places(packed)
            np.add.at(counts, (code[inside], day[inside]), 1)
        return counts

    def _that_matter(self, found: list[tuple], exempt: np.ndarray) -> list[tuple]:
        """Customers with several messages that may bear on one in the period, and those messages."""
        days = max(rule.window_days + (MONTHS if rule.calendar else 0) for rule in self.contact.every_rule)
        first, parts = self.period[0] - days * DAY, []
        for stage, packed in found:
            at, code = np.divmod(packed, CODES)
            decided = withheld_by(packed, stage, self.on)
            kept = (at >= first) & ~exempt[code] & ((decided == 0) | (at >= self.period[0]))
            parts.append((stage, kept.sum(axis=0), packed.T[kept.T]))
        if not parts:
            return []
        stage, lengths, flat = (np.concatenate(rows) for rows in zip(*parts, strict=True))
        starts = np.concatenate([[0], np.cumsum(lengths)])
        return [group for group in of_one_length(stage, starts, flat) if len(group[1]) > 1]

    def _places(self, packed: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        at, code = np.divmod(packed, CODES)
        day = (at - self.period[0]) // DAY
        return day, code, (day >= 0) & (day < self.period[1])

    def _group(self, packed: np.ndarray, stage: np.ndarray, weight: np.ndarray) -> _Group:
        day, code, inside = self._places(packed)
        mailing = np.where(inside, self.ids[code, np.where(inside, day, 0)], -1)
        return _Group(packed, stage, weight, mailing)

    def lost(self, shifts: np.ndarray) -> np.ndarray:
        """Messages withheld per mailing, when each is moved by so many days."""
        lost = np.zeros(len(shifts) + 1, np.int64)  # the last one of what is no mailing
        for group in self.groups:
            held, mailing = self._withheld(group, shifts, slice(None))
            np.add.at(lost, mailing[held], np.broadcast_to(group.weight, held.shape)[held])
        return lost[:-1]

    def _withheld(
        self, group: _Group, shifts: np.ndarray, which: slice | np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Which messages of some customers are withheld in the period, and the mailing of each."""
        packed, mailing = group.packed[:, which], group.mailing[:, which]
        packed = packed + np.append(shifts, 0)[mailing] * (DAY * CODES)  # place -1 is what is no mailing
        order = np.argsort(packed, axis=0, kind="stable")
        packed, mailing = (np.take_along_axis(rows, order, axis=0) for rows in (packed, mailing))
        decided = withheld_by(packed, group.stage[which], self.on)
        return (decided > 0) & self._places(packed)[2], mailing

    def _of(self, place: int) -> list[np.ndarray]:
        """Per group the customers who get a mailing."""
        return [np.flatnonzero((group.mailing == place).any(axis=0)) for group in self.groups]

    def _total(self, shifts: np.ndarray, which: list[np.ndarray]) -> int:
        """What is withheld of some customers."""
        parts = [part for part in zip(self.groups, which, strict=True) if len(part[1])]
        held = [(group.weight[those], self._withheld(group, shifts, those)[0]) for group, those in parts]
        return sum(int(weight @ lost.sum(axis=0)) for weight, lost in held)

    def shifts(self) -> np.ndarray:
        """The days by which to move each mailing: the best outcome of three ways to begin."""
        first = np.argsort(-self.n, kind="stable")[:MOST_MAILINGS]
        own = {int(place): self._of(int(place)) for place in sorted(first, key=lambda at: (self.day[at], at))}
        nearest, earliest = self._in_turn(own, abs), self._in_turn(own, int)
        found = [self._improved(shifts, own) for shifts in (np.zeros_like(nearest), nearest, earliest)]
        return min(found, key=lambda shifts: (self.lost(shifts).sum(), np.abs(shifts).sum()))

    def _in_turn(self, own: dict[int, list[np.ndarray]], better: Callable[[int], int]) -> np.ndarray:
        """Each mailing where it loses least beside the earlier ones, in order of time."""
        shifts = np.zeros(len(self.code), np.int64)
        shifts[list(own)] = FAR
        for place, which in own.items():
            moves = [
                (self._moved(shifts, place, days, which), better(days), days) for days in self._allowed(place)
            ]
            shifts[place] = min(moves)[2]
        return shifts

    def _improved(self, shifts: np.ndarray, own: dict[int, list[np.ndarray]]) -> np.ndarray:
        """Move by move, the one that saves most first; then each as small as costs nothing."""
        shifts = shifts.copy()
        while steps := [(*self._gain(shifts, place, which), place) for place, which in own.items()]:
            gain, _, days, place = min(steps)
            if gain >= 0:
                break
            shifts[place] = days
        for place, which in reversed(own.items()):
            shifts[place] = self._nearest(shifts, place, which)
        return shifts

    def alone(self, shifts: np.ndarray) -> np.ndarray:
        """What each move saves when it is the only one."""
        still = np.zeros_like(shifts)
        moves = np.diag(shifts)
        return np.array([self.lost(still).sum() - self.lost(move).sum() for move in moves], np.int64)

    def _allowed(self, place: int) -> list[int]:
        """The days by which a mailing may be moved, the fewest first."""
        most = self.contact.move_days
        days = [d for d in range(-most, most + 1) if 0 <= self.day[place] + d < self.period[1]]
        return sorted(days, key=abs)

    def _gain(self, shifts: np.ndarray, place: int, which: list[np.ndarray]) -> tuple[int, int, int]:
        """What the best move of a mailing saves, as less than 0; how far it is, and the move."""
        now = self._total(shifts, which)
        return min(
            (self._moved(shifts, place, days, which) - now, abs(days), days) for days in self._allowed(place)
        )

    def _nearest(self, shifts: np.ndarray, place: int, which: list[np.ndarray]) -> int:
        """The smallest move of a mailing that saves as much as the one it has."""
        now = self._total(shifts, which)
        nearer = [days for days in self._allowed(place) if abs(days) < abs(shifts[place])]
        good = (days for days in nearer if self._moved(shifts, place, days, which) <= now)
        return next(good, int(shifts[place]))

    def _moved(self, shifts: np.ndarray, place: int, days: int, which: list[np.ndarray]) -> int:
        moved = shifts.copy()
        moved[place] = days
        return self._total(moved, which)


def _distinct(stage: np.ndarray, packed: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Customers with the same stage and messages once, and how many they are."""
    rows, weight = np.unique(np.vstack([packed, stage]), axis=1, return_counts=True)
    return rows[:-1], rows[-1], weight
