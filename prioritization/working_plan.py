"""A plan while it is taken apart and put together, with its use of every line."""

from __future__ import annotations

from copy import copy

import numpy as np
from numpy.typing import NDArray

from prioritization.milp import SLACK
from prioritization.moves import Moves

AMPLE = 1e12
"""Stands for as much of a continuous variable as anyone could need."""


class WorkingPlan:
    """A set of integer variables that are taken; continuous ones, such as overtime, follow from them.

    Attributes:
        moves: The moves that change it.
        taken: A value per variable: 1 for what is taken.
        used: Use per line, and 0 at the end for the padding of moves.
        bought: A value per continuous variable.
    """

    def __init__(self, moves: Moves, taken: NDArray[np.float64]) -> None:
        milp = moves.milp
        self.moves = moves
        self._continuous = np.flatnonzero(~milp.integer)
        bought = moves.columns[:, self._continuous].toarray()
        self._rows = np.flatnonzero(bought.any(axis=1))
        self._reliefs = bought[self._rows]
        self._most = np.minimum(milp.upper[self._continuous], AMPLE)
        self.set(np.where(milp.integer, taken > 0.5, 0.0))

    def set(self, taken: NDArray[np.float64]) -> None:
        """Take these variables and no others."""
        self.taken = taken
        self._by_taken = np.append(self.moves.lines @ taken, 0.0)
        self._buy()

    def copy(self) -> WorkingPlan:
        """Copy the plan; the moves are shared."""
        other = copy(self)
        other.taken, other._by_taken = self.taken.copy(), self._by_taken.copy()
        other.used = other._by_taken if self.used is self._by_taken else self.used.copy()
        return other

    def _buy(self) -> None:
        """Set the continuous variables to just what is needed."""
        if not len(self._rows):
            self.bought, self.used = self._most, self._by_taken
            return
        over = self._by_taken[self._rows] - self.moves.highs[self._rows]
        relieves = self._reliefs < 0
        needed = np.where(relieves, over[:, None] / np.where(relieves, -self._reliefs, 1.0), -np.inf)
        self.bought = np.clip(needed.max(axis=0), 0.0, self._most)
        self.used = self._by_taken.copy()
        self.used[self._rows] += self._reliefs @ self.bought

    @property
    def values(self) -> NDArray[np.float64]:
        """A value per variable of the MILP."""
        values = self.taken.copy()
        values[self._continuous] = self.bought
        return values

    @property
    def value(self) -> float:
        """What the plan is worth."""
        return float(self.moves.milp.values @ self.values)

    def overdrawn(self) -> NDArray[np.intp]:
        """The lines above their upper bound."""
        return np.flatnonzero(self.used > self.moves.highs + SLACK)

    def short(self) -> NDArray[np.intp]:
        """The lines below their lower bound."""
        lines = self.moves.bounded
        return lines[self.used[lines] < self.moves.lows[lines] - SLACK]

    def fitting(self, some: NDArray[np.intp]) -> NDArray[np.intp]:
        """Select the moves after which no line is above its upper bound, or newly below its lower one.

        What could be bought counts as there; `put` looks at what it costs.
        """
        moves, room = self.moves, self.moves.highs + SLACK - self.used
        if len(self._rows):
            room[self._rows] += np.maximum(-self._reliefs, 0.0) @ (self._most - self.bought)
        fits = some[(moves.weights[some] <= room[moves.rows[some]]).all(axis=1)]
        lowering = moves.lowering[fits]
        return fits if not lowering.any() else fits[~lowering | self._stays_above(fits)]

    def _stays_above(self, some: NDArray[np.intp]) -> NDArray[np.bool_]:
        lines, weights = self.moves.rows[some], self.moves.weights[some]
        after = self.used[lines] + weights
        return ((weights >= 0) | (after >= np.append(self.moves.lows, -np.inf)[lines] - SLACK)).all(axis=1)

    def put(self, move: int, least: float = 0.0) -> bool:
        """Make a move, unless it does not fit, or is worth less than `least` with what it makes necessary."""
        before = self.value if len(self._rows) else 0.0
        self._change(move, 1.0)
        if len(self._rows) and (len(self.overdrawn()) or self.value - before < least):
            self._change(move, -1.0)
            return False
        return True

    def _change(self, move: int, sign: float) -> None:
        self._by_taken[self.moves.rows[move]] += sign * self.moves.weights[move]
        self.taken[self.moves.members[move]] += sign
        self._buy()

    def take_out(self, variables: NDArray[np.intp], keep: tuple[int, ...] = ()) -> bool:
        """Take variables out, and what does not fit without them; False where `keep` has to stay."""
        taken = self.taken.copy()
        taken[variables] = 0.0
        self.set(taken)
        while len(over := self.overdrawn()):
            line = int(over[0])
            users, uses = self._users(line)
            free = ~np.isin(users, keep)
            if not free.any():
                return False
            users, uses = users[free], uses[free]
            freed = np.minimum(uses, self.used[line] - self.moves.highs[line])
            self.taken[users[np.argmin(self.moves.milp.values[users] / freed)]] = 0.0
            self.set(self.taken)
        return True

    def _users(self, line: int) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """What is taken and uses a line, or makes it necessary to buy what does; and how much."""
        variables, weights = self.moves.line(line)
        uses = np.zeros(len(self.taken))
        uses[variables] = weights
        row = np.flatnonzero(self._rows == line)
        for bought in np.flatnonzero((self._reliefs[row] > 0).any(axis=0) & (self.bought > 0)):
            for relieved in self._rows[self._reliefs[:, bought] < 0].tolist():
                others, needs = self.moves.line(relieved)
                uses[others] += np.maximum(needs, 0.0)
        users = np.flatnonzero((uses > 0) & (self.taken > 0.5))
        return users, uses[users]

    def restore(self, rank: NDArray[np.float64]) -> bool:
        """Make moves until every lower bound holds: the line with the fewest that fit first, by rank."""
        while len(short := self.short()):
            choices = min((self.fitting(self.moves.raising[line]) for line in short.tolist()), key=len)
            if not any(self.put(int(move), -np.inf) for move in choices[np.argsort(rank[choices])]):
                return False
        return True

    def fill(self, order: NDArray[np.intp]) -> None:
        """Make every move that fits and is worth something, in this order."""
        while len(order := self.fitting(order)):
            self.put(int(order[0]))
            order = order[1:]
