"""The calendar of the coming quarter, generated from the programmes, under the pressure rules."""

import pandas as pd

from workbook.apply.coming import EVENT, UNDATED
from workbook.chapters.apply._calendar import board, by_week, left_out
from workbook.engagement import Engagement
from workbook.exhibit import Exhibit
from workbook.phrases import Phrase, named, phrases, sayer, show

say = sayer(__name__)


def exhibit(
    calendar: pd.DataFrame,
    days: pd.DataFrame,
    programmes: pd.DataFrame,
    on_record: int,
    engagement: Engagement,
) -> Exhibit:
    """What the rules would withhold of what is to come, and what no calendar foresees.

    Args:
        calendar: From `workbook.apply.pressure_counts.contact_calendar`, of the coming quarter.
        days: From `workbook.apply.coming.sending_days`.
        programmes: Table of programmes: programme, stage.
        on_record: Messages on record up to now.
        engagement: The settings.
    """
    unforeseen = phrases(_unforeseen(days, EVENT), _unforeseen(days, UNDATED))
    if calendar.empty:
        return Exhibit(title=say("title.none"), findings=(say("none"), *unforeseen), tables=("programmes",))
    meant = programmes.set_index("programme")["stage"]
    return Exhibit(
        title=_title(calendar),
        board=board(calendar, lambda name: say("lane", programme=name, stage=named("stage", meant[name]))),
        findings=phrases(
            say("generated"), say("history" if on_record else "no_history"), *unforeseen, left_out(calendar)
        ),
        note=say("note"),
        tables=("programmes", "transactions", *(["touchpoints"] if on_record else [])),
    )


def _title(calendar: pd.DataFrame) -> Phrase:
    weeks = by_week(calendar)
    due, withheld = weeks.sum()
    if not withheld:
        day = weeks["due"].idxmax()
        return say("title.fits", n=due, day=show(day, "day"), most=weeks.loc[day, "due"])
    return say("title", n=due, withheld=withheld, day=show(weeks["withheld"].idxmax(), "day"))


def _unforeseen(days: pd.DataFrame, state: str) -> Phrase | None:
    names = days.loc[days["state"].eq(state), "programme"].tolist()
    return say(f"unforeseen.{state}", names=names, n=len(names)) if names else None
