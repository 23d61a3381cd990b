"""The rules of maturity: from which measure of the data which phase holds, and whether a plan keeps to it."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from workbook.settings import STRICT


def _goes_up(steps: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    if list(steps) != sorted(set(steps)):
        raise ValueError(f"{', '.join(f'{step:g}' for step in steps)} do not rise from phase to phase")
    return steps


Steps = Annotated[
    tuple[float, float, float, float], Field(description="from phase 2 on"), AfterValidator(_goes_up)
]


class MaturityRules(BaseModel):
    """From which value of each measure of the data phases 2, 3, 4 and 5 hold; the weakest measure counts.

    The steps are a convention of this method, not a finding; change them where the client's work asks for
    more or for less.

    Attributes:
        limits_plan: Whether what asks for a later phase than there is waits; otherwise it is only told.
        one_key: Share of the order lines that name a customer.
        history_months: Months of orders up to the end of the quarter.
        consent: Share of the customers who agreed to be written to.
        survey: Share of the customers who answered a survey in the last year.
        offline: Share of the offline customers who are known online.
    """

    model_config = STRICT

    limits_plan: bool = True
    one_key: Steps = (0.25, 0.5, 0.8, 0.95)
    history_months: Steps = (3, 12, 24, 36)
    consent: Steps = (0.1, 0.3, 0.5, 0.7)
    survey: Steps = (0.01, 0.03, 0.1, 0.25)
    offline: Steps = (0.1, 0.25, 0.5, 0.75)
