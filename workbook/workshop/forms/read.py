"""Read filled forms: who answered what, or every fault at once with its sheet and cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.errors import WorkshopError
from workbook.intake.read_sheets import sheets
from workbook.workshop.checks import LONGEST, on_scale, scale_of, text_of
from workbook.workshop.forms.layout import FIRST, ID, KEYS, MARK, NAME, ROLE, ROWS, YES

if TYPE_CHECKING:
    from pandas import DataFrame

SAID_YES = {*YES.values(), "y", "j", "x", "true", "1"}
"""What in the column "cannot judge" means that they cannot, in small letters."""


@dataclass
class Form:
    """What one expert filled in.

    Attributes:
        name: The expert's.
        role: Blank where none was given.
        scores: Per opportunity, per criterion that has one.
        cannot: The opportunities that they cannot judge.
        remarks: Per opportunity that has one, the reason.
    """

    name: str
    role: str
    scores: dict[str, dict[str, float]] = field(default_factory=dict)
    cannot: list[str] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)

    @property
    def answered(self) -> set[str]:
        """The opportunities of which anything was filled in."""
        return {*(name for name, given in self.scores.items() if given), *self.cannot, *self.remarks}


def read_forms(files: Iterable[Path], setting: Mapping[str, Any]) -> list[Form]:
    """Read the forms in some workbooks; one in which nothing was filled in is passed over.

    Args:
        files: Excel files, each with a form per sheet.
        setting: What the workshop is about.

    Returns:
        The forms, in order.

    Raises:
        WorkshopError: There is a fault, or no form was filled in; the message lists all faults.
    """
    faults: list[str] = []
    forms: list[Form] = []
    for file in files:
        for sheet, cells in _sheets(file, faults).items():
            reader = _Reader(f"{file.name}, sheet {sheet}", cells, setting)
            form = reader.form()
            faults += reader.faults
            if form in forms:
                faults.append(f"{reader.place}: the same form as another one, of {form.name}; leave one out")
            elif form is not None:
                forms.append(form)
    if not forms and not faults:
        faults = ["no form is filled in: a name in its cell, and answers below it"]
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults)
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise WorkshopError(f"The forms cannot be used: {count}. Nothing was read in.\n{listed}")
    return forms


def _sheets(file: Path, faults: list[str]) -> Mapping[str, "DataFrame"]:
    try:
        found = sheets(file)
    except (OSError, ValueError) as error:
        faults.append(f"{file.name}: {getattr(error, 'strerror', None) or error}")
        return {}
    marked = {name: cells for name, cells in found.items() if cell_text(cells, 1, ID) == MARK}
    if not marked:
        faults.append(f"{file.name}: no sheet of it is a form; make forms with cx-workbook workshop --sheets")
    return marked


def cell(cells: "DataFrame", row: int, place: int) -> Any:
    """What stands in a cell, by row from 1 and column from 0; None where it is blank."""
    if row not in cells.index or place not in cells.columns:
        return None
    value = cells.at[row, place]
    return (
        None if value is None or value != value or (isinstance(value, str) and not value.strip()) else value
    )


def cell_text(cells: "DataFrame", row: int, place: int) -> str:
    """The same as text, blank for nothing."""
    value = cell(cells, row, place)
    whole = isinstance(value, float) and value.is_integer()
    return "" if value is None else str(int(value) if whole else value).strip()


class _Reader:
    """One sheet, and the faults that it has."""

    def __init__(self, place: str, cells: "DataFrame", setting: Mapping[str, Any]) -> None:
        self.place, self.faults = place, []
        self._cells, self._setting = cells, setting
        self._criteria = {one["name"]: one for one in setting["criteria"]}
        self._columns = {cell_text(cells, KEYS, place): place for place in cells.columns}

    def form(self) -> Form | None:
        """What was filled in; None where nothing was, or where it is no form of this workshop."""
        if not self._fits():
            return None
        form = Form(self._text(NAME, FIRST, "name"), self._text(ROLE, FIRST, "role"))
        seen: set[str] = set()
        for row in [row for row in self._cells.index if row >= ROWS]:
            opportunity = cell_text(self._cells, row, ID)
            if opportunity in seen:
                self._fault(row, ID, f"'{opportunity}' stands there twice")
            elif opportunity:
                self._answer(form, row, opportunity)
            seen |= {opportunity} - {""}
        if form.answered and not form.name:
            self._fault(NAME, FIRST, "the form has answers and no name")
        return form if form.answered else None

    def _fits(self) -> bool:
        period, wanted = cell_text(self._cells, 2, ID), self._setting["period"]
        if period != wanted:
            self._fault(2, ID, f"the form is for {period or 'no quarter'}, and this workshop for {wanted}")
        missing = [name for name in (*self._criteria, "cannot", "remark") if name not in self._columns]
        if missing:
            self._fault(KEYS, ID, f"its columns are not those of this workshop: no {', '.join(missing)}")
        keys = [cell_text(self._cells, KEYS, place) for place in self._cells.columns]
        twice = [name for name in self._columns if name and keys.count(name) > 1]
        if twice:
            self._fault(KEYS, self._columns[twice[0]], f"a second column {twice[0]}; take one of them out")
        return period == wanted and not missing and not twice

    def _answer(self, form: Form, row: int, opportunity: str) -> None:
        scores = {name: self._score(row, name) for name in self._criteria}
        given = {name: score for name, score in scores.items() if score is not None}
        cannot, remark = self._cannot(row), self._text(row, self._columns["remark"], "remark")
        if not given and not cannot and not remark:
            return
        if opportunity not in [one["opportunity"] for one in self._setting["items"]]:
            self._fault(row, ID, f"'{opportunity}' is not among the opportunities of the quarter (any more)")
            return
        if given and cannot:
            self._fault(
                row, self._columns["cannot"], "scored, and said that it cannot be judged; take one out"
            )
        form.scores[opportunity] = given
        form.cannot += [opportunity] if cannot else []
        form.remarks |= {opportunity: remark} if remark else {}

    def _score(self, row: int, criterion: str) -> float | None:
        value, scale = cell(self._cells, row, self._columns[criterion]), self._criteria[criterion]
        if value is None:
            return None
        score = _number(value)
        if scale["keys"] and isinstance(score, float) and score.is_integer():
            score = int(score)
        if on_scale(score, scale):
            return score
        self._fault(row, self._columns[criterion], f"{str(value)[:40]!r} is not {scale_of(scale)}")
        return None

    def _cannot(self, row: int) -> bool:
        text = cell_text(self._cells, row, self._columns["cannot"]).lower()
        if text in ("", "no", "nee", "n", "0", "false") or text in SAID_YES:
            return text in SAID_YES
        self._fault(row, self._columns["cannot"], f"{text[:40]!r} is neither yes nor blank")
        return False

    def _text(self, row: int, place: int, name: str) -> str:
        try:
            return text_of({name: cell_text(self._cells, row, place)}, name, LONGEST[name])
        except WorkshopError as error:
            self._fault(row, place, str(error).rstrip("."))
            return cell_text(self._cells, row, place)

    def _fault(self, row: int, place: int, told: str) -> None:
        self.faults.append(f"{self.place}, cell {_letters(place)}{row}: {told}")


def _number(value: Any) -> Any:
    """A number, also one that was typed as text; anything else as it is."""
    if not isinstance(value, str):
        return value
    try:
        return float(value.strip().replace(",", "."))
    except ValueError:
        return value


def _letters(place: int) -> str:
    """The name of a column from 0.

    Example:
        >>> _letters(0), _letters(25), _letters(26)
        ('A', 'Z', 'AA')
    """
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def whole(forms: Sequence[Form], criteria: Iterable[str]) -> int:
    """How many answers are whole: every criterion scored, or said that it cannot be judged."""
    wanted = set(criteria)
    return sum(
        sum(set(given) == wanted for given in form.scores.values()) + len(form.cannot) for form in forms
    )
