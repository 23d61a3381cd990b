"""What a vote found, for the pages of a workshop."""

from collections.abc import Callable
from typing import Any

from pandas import DataFrame, Series

from workbook.understand.votes import votes_by_option
from workbook.workshop.steps.state import FEWEST


def page_votes(rows: list[dict[str, Any]], score: Callable[[Series, Series], Series]) -> list[dict[str, Any]]:
    """Work out a vote for the pages.

    Args:
        rows: A row per voter and option, as `workbook.workshop.steps.vote.ballots` gives them.
        score: The opportunity score of importances and satisfactions.

    Returns:
        As `votes_by_option` gives it, as JSON holds it: None for what is hidden.
    """
    found = votes_by_option(DataFrame(rows), score, FEWEST)
    return found.astype("object").where(found.notna(), None).to_dict("records")
