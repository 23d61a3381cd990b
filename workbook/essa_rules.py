"""The rules of ESSA: which verdict a process step gets, and what that is assumed to save and is worth."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from workbook.settings import STRICT

QUESTIONS = ("eliminate", "simplify", "standardise")
"""In their order; before they are answered nothing is automated."""

Share = Annotated[float, Field(ge=0, le=1)]
CustomerValue = Annotated[float, Field(ge=0, le=5)]
Least = Annotated[int, Field(ge=1)]
Rate = Annotated[float, Field(ge=0)]


def _goes_up(ends: tuple[float, float]) -> tuple[float, float]:
    if ends[0] > ends[1]:
        raise ValueError(f"the least, {ends[0]:g}, is above the most, {ends[1]:g}")
    return ends


Saves = Annotated[tuple[Share, Share], AfterValidator(_goes_up)]


class EssaRules(BaseModel):
    """When a step gets which verdict, and what that is assumed to save and is worth.

    The savings are assumptions to be settled with the team, not measurements.

    Attributes:
        low_value: Highest customer value (1 to 5) that counts as low.
        heavy_share: Share (0 to 1) of its process's hours from which a low-value step is out of
            proportion, if it takes `heavy_hours` as well.
        heavy_hours: Hours a month from which it is: a working day. One mail a month is no burden, however
            small its process.
        variants: Number of ways to do the step from which it is simplified.
        error_rate: Share of errors (0 to 1) from which it is simplified.
        performers: Number of people doing the step from which it is standardised.
        automate_value: Highest customer value (1 to 5) at which a step is automated; above it,
            people make the difference.
        automate_hours: Hours a month from which a step is automated: building it costs time as well.
        eliminate_saves: Lowest and highest share of the hours that eliminating saves.
        simplify_saves: The same for simplifying.
        standardise_saves: The same for standardising.
        automate_saves: The same for automating.
        fte_hours: Hours that one full-time job works a year.
        hour_rates: What an hour costs, by role; for steps whose column hour_rate is blank.
        quiet_days: A case of an event log that was quiet for so long before the end of the quarter has
            ended.
        closing: Activities of an event log that end a case; where a process has one, its cases end with it.
    """

    model_config = STRICT

    low_value: CustomerValue = 2
    heavy_share: Share = 0.1
    heavy_hours: Annotated[float, Field(ge=0)] = 8
    variants: Least = 3
    error_rate: Share = 0.1
    performers: Least = 5
    automate_value: CustomerValue = 3
    automate_hours: Annotated[float, Field(ge=0)] = 1
    eliminate_saves: Saves = (1.0, 1.0)
    simplify_saves: Saves = (0.2, 0.4)
    standardise_saves: Saves = (0.1, 0.25)
    automate_saves: Saves = (0.5, 0.8)
    fte_hours: Annotated[float, Field(gt=0, le=8784)] = 1600
    hour_rates: dict[str, Rate] = {}
    quiet_days: Annotated[int, Field(ge=1, le=3660)] = 30
    closing: tuple[str, ...] = ()
