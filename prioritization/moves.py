"""Moves of a search: the integer variables that are taken together, and what each move uses."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from prioritization.milp import SLACK, Milp

TRIED = 800
"""Moves that a search tries, at most: those whose value is least below their price."""
AT_ONCE = 5
"""Variables in one move, at most."""


class Moves:
    """Sets of integer variables that come in together, because one does not fit without the other.

    Attributes:
        milp: The MILP.
        lines: Its constraints, and a line per integer variable that no constraint limits to 1.
        lows: Lower bound per line.
        highs: Upper bound per line, and infinity at the end, for the padding of `rows`.
        prices: Price per line of its use; none for lines that hold a choice of one.
        members: Variables per move.
        rows: Lines that a move uses, padded with the line after the last: a row per move.
        weights: How much of each it uses: a row per move.
        values: Value per move.
        rank: Price less value per move; the lowest is tried first.
        tried: The moves that a search tries.
    """

    def __init__(self, milp: Milp, prices: NDArray[np.float64]) -> None:
        """Build the moves from an MILP and the duals of its relaxation, in each constraint's own unit."""
        self.milp = milp
        choices = [bool((one.weights == 1).all()) and one.high == 1 for one in milp.constraints]
        alone = np.flatnonzero(milp.integer & ~_chosen(milp, choices))
        single = sparse.csr_array(
            (np.ones(len(alone)), (np.arange(len(alone)), alone)), shape=(len(alone), len(milp.values))
        )
        self.lines = sparse.csr_array(sparse.vstack([milp.matrix, single]))
        self.columns = sparse.csc_array(self.lines)
        self.lows = np.concatenate([milp.lows, np.full(len(alone), -np.inf)])
        self.highs = np.concatenate([milp.highs, np.ones(len(alone)), [np.inf]])
        left = milp.values - milp.matrix.T @ prices
        self.prices = np.concatenate([np.where(choices, 0.0, prices), np.zeros(len(alone))])
        usable = np.flatnonzero(milp.integer & (milp.upper >= 1))
        self.members = [[variable] for variable in usable.tolist()] + self._joint(usable, left)
        self._lay_out(left)

    def column(self, variable: int) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """The lines that a variable stands in, and its weight in each."""
        part = slice(self.columns.indptr[variable], self.columns.indptr[variable + 1])
        return self.columns.indices[part], self.columns.data[part]

    def line(self, number: int) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """The variables of a line, and the weight of each."""
        part = slice(self.lines.indptr[number], self.lines.indptr[number + 1])
        return self.lines.indices[part], self.lines.data[part]

    @cached_property
    def bounded(self) -> NDArray[np.intp]:
        """The lines with a lower bound."""
        return np.flatnonzero(self.lows > -np.inf)

    @cached_property
    def raising(self) -> dict[int, NDArray[np.intp]]:
        """The moves that raise each line with a lower bound."""
        by_line = sparse.csc_array(self.uses)
        parts = {int(line): slice(by_line.indptr[line], by_line.indptr[line + 1]) for line in self.bounded}
        return {line: by_line.indices[part][by_line.data[part] > 0] for line, part in parts.items()}

    @cached_property
    def lowering(self) -> NDArray[np.bool_]:
        """Does a move lower a line with a lower bound?"""
        bounded = np.append(self.lows > -np.inf, False)
        return ((self.weights < 0) & bounded[self.rows]).any(axis=1)

    def _joint(self, usable: NDArray[np.intp], left: NDArray[np.float64]) -> list[list[int]]:
        """Moves of more than one variable: one that does not fit alone, with each that makes room for it."""
        found: dict[tuple[int, ...], list[int]] = {}
        for variable in usable.tolist():
            lines, weights = self.column(variable)
            blocked = lines[weights > self.highs[lines] + SLACK]
            for other in self._enabling(int(blocked[0]), [variable]) if len(blocked) else ():
                members = self._completed([variable, int(other)], left)
                if members:
                    found.setdefault(tuple(sorted(members)), members)
        return list(found.values())

    def _enabling(self, line: int, members: list[int]) -> NDArray[np.intp]:
        """The variables that make room in a line, other than those there already."""
        variables, weights = self.line(line)
        usable = self.milp.integer[variables] & (self.milp.upper[variables] >= 1)
        return np.setdiff1d(variables[(weights < 0) & usable], members)

    def _completed(self, members: list[int], left: NDArray[np.float64]) -> list[int]:
        """Add what makes room until all lines hold; nothing where that takes too many."""
        while len(members) <= AT_ONCE:
            parts = [self.column(member) for member in members]
            lines, place = np.unique(np.concatenate([part for part, _ in parts]), return_inverse=True)
            use = np.bincount(place, np.concatenate([weights for _, weights in parts]))
            over = lines[use > self.highs[lines] + SLACK]
            if not len(over):
                return members
            others = self._enabling(int(over[0]), members)
            if not len(others):
                return []
            members = [*members, int(others[np.argmax(left[others])])]
        return []

    def _lay_out(self, left: NDArray[np.float64]) -> None:
        sizes = [len(members) for members in self.members]
        held = np.concatenate([*self.members, np.empty(0)]).astype(np.intp)
        holds = sparse.csr_array(
            (np.ones(len(held)), held, np.cumsum([0, *sizes])), shape=(len(sizes), len(self.milp.values))
        )
        self.values = holds @ self.milp.values
        self.uses = sparse.csr_array(holds @ self.lines.T)
        self.uses.eliminate_zeros()
        lengths = np.diff(self.uses.indptr)
        width = int(lengths.max(initial=0))
        filled = np.arange(width) < lengths[:, None]
        self.rows = np.full((len(sizes), width), self.lines.shape[0])
        self.weights = np.zeros((len(sizes), width))
        self.rows[filled], self.weights[filled] = self.uses.indices, self.uses.data
        self.rank = self.uses @ self.prices - self.values
        self.tried = np.sort(np.argsort(-(holds @ left), kind="stable")[:TRIED])


def _chosen(milp: Milp, choices: list[bool]) -> NDArray[np.bool_]:
    """Per variable, does it stand in a constraint that holds a choice of one at most?"""
    chosen = np.zeros(len(milp.values), dtype=bool)
    for constraint, choice in zip(milp.constraints, choices, strict=True):
        if choice:
            chosen[constraint.variables] = True
    return chosen
