"""What a column has shown so far: by it one reading is chosen for all of it, read in pieces or at once."""

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TypeVar

Reading = TypeVar("Reading", bound=Hashable)


class Seen:
    """Counts of what the cells of a column show, such as how many fit only a decimal comma.

    A piece of a column is read by what was seen up to its end. Where that led to one reading for all pieces,
    they are right. Where it did not (`is_divided`), they are read again, with all of the column seen.
    """

    def __init__(self) -> None:
        self.counts: Counter[Hashable] = Counter()
        self._readings: set[Hashable] = set()
        self._complete = False

    def add(self, counts: Mapping[Hashable, int]) -> None:
        """Count the cells of a piece; no more once the whole column was seen."""
        if not self._complete:
            self.counts.update({what: int(n) for what, n in counts.items() if n})

    def chosen(self, reading: Reading) -> Reading:
        """The reading of a piece, kept to know whether all pieces are read by one."""
        self._readings.add(reading)
        return reading

    @property
    def is_divided(self) -> bool:
        """Whether pieces were read in more than one way."""
        return len(self._readings) > 1

    def complete(self) -> None:
        """Begin again with the pieces, and all of the column seen."""
        self._readings.clear()
        self._complete = True
