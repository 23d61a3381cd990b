"""Numbers in sentences and tables, written with the decimal mark of the file that was read."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from prioritization.errors import amount

_OTHER = str.maketrans(",.", ".,")


@dataclass(frozen=True)
class Figures:
    """How numbers are written.

    Attributes:
        mark: The decimal mark, "." or ","; the other one parts thousands.
    """

    mark: str = "."

    def amount(self, number: float) -> str:
        """Write days, counts and percentages, with at most two decimals.

        Example:
            >>> Figures().amount(1250.5), Figures(",").amount(1250.5)
            ('1,250.5', '1.250,5')
        """
        return self._marked(amount(number))

    def money(self, number: float) -> str:
        """Write money: whole, or with its cents.

        Example:
            >>> Figures().money(47_500.5), Figures(",").money(410_000)
            ('47,500.50', '410.000')
        """
        return self.column([number])[0]

    def fixed(self, number: float) -> str:
        """Write a score with two decimals, and what would then be nothing with two digits.

        Example:
            >>> Figures().fixed(4.5), Figures(",").fixed(0.0012)
            ('4.50', '0,0012')
        """
        return self._marked(f"{number:,.2f}" if number >= 0.005 or number <= 0 else f"{number:.2g}")

    def column(self, numbers: Iterable[float]) -> list[str]:
        """Write a column of numbers: all whole, or all with two decimals.

        Example:
            >>> Figures().column([5, 6.667]), Figures(",").column([5_000, 6])
            (['5.00', '6.67'], ['5.000', '6'])
        """
        numbers = list(numbers)
        return [self._marked(f"{number:,.{decimals(numbers)}f}") for number in numbers]

    def _marked(self, written: str) -> str:
        return written.translate(_OTHER) if self.mark == "," else written


def decimals(numbers: Iterable[float]) -> int:
    """How many decimals a column of numbers needs: none where all are whole, else two."""
    return 0 if all(math.isclose(number, round(number), abs_tol=0.005) for number in numbers) else 2
