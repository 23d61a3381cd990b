"""Faults of the maturity check: a statement is about one thing, and a person answers it once."""

from collections.abc import Mapping

import pandas as pd

from workbook.tables.faults import Fault, RawTable
from workbook.tables.ids import same_id


def contradicting_statements(frames: Mapping[str, pd.DataFrame], raw: Mapping[str, RawTable]) -> list[Fault]:
    """Statements that stand under two dimensions or two themes, and people who are written in two ways.

    Args:
        frames: The values of the tables.
        raw: The tables as read.
    """
    if "readiness" not in raw or "statement" not in frames.get("readiness", ()):
        return []
    table, rows = raw["readiness"], frames["readiness"]
    faults = []
    for column in {"dimension", "theme"} & set(rows):
        given = rows.assign(said=rows[column].astype("str").fillna("")).dropna(subset=["statement"])
        for statement, part in given.groupby("statement", sort=False):
            said = part.drop_duplicates("said")
            if len(said) > 1:
                names = " and ".join(f"'{name}'" if name else "a blank" for name in said["said"])
                message = f"statement '{statement}' has {names}; give it the same one in every row"
                faults.append(table.fault(message, column, said.index))
    return faults + _two_names(table, rows)


def _two_names(table: RawTable, rows: pd.DataFrame) -> list[Fault]:
    """Respondents whose names differ only in capitals or spaces: they would count as two people."""
    names = rows.reindex(columns=["respondent"])["respondent"].astype("str").dropna().drop_duplicates()
    return [
        table.fault(
            f"{' and '.join(repr(name) for name in same)} differ only in capitals or spaces; write a person's"
            " name in one way",
            "respondent",
            same.index,
        )
        for _, same in names.groupby(same_id(names))
        if len(same) > 1
    ]
