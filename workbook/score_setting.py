"""How experts score: by which method, on which criteria, and on which scale."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import inf
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, ValidationInfo, field_validator, model_validator

from workbook.score_formula import FUNCTIONS, formula_fault, formula_names
from workbook.settings import STRICT, LocalText

TEN = (1.0, 10.0)
ASKED: dict[str, dict[str, tuple[float, float]]] = {
    "pie": dict.fromkeys(("potential", "importance", "ease"), TEN),
    "ice": dict.fromkeys(("impact", "confidence", "ease"), TEN),
    "rice": {"reach": (0, inf), "impact": (0, inf), "confidence": (0, 1), "effort": (0, inf)},
    "wsjf": dict.fromkeys(("value", "time_criticality", "risk_reduction", "size"), (0, inf)),
}
"""Per method with criteria of its own, the least and the most that may be given on each."""
MOST_COMPARED = 6
"""Of so many criteria other weights can be compared."""
PLAIN = 1e-9
"""Weights whose sum is this near to 1 add up to 1."""


class CriterionSetting(BaseModel):
    """A criterion of the client's own: its weight, the least and most of its scale, and a text per level."""

    model_config = STRICT

    name: str
    label: LocalText = {}
    weight: Annotated[float, Field(gt=0)] | None = None
    scale: Annotated[str, Field(validate_default=True)] = "1-10"
    levels: dict[int, str | LocalText] = {}

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the most that an expert may give."""
        low, high = self.scale.split("-")
        return float(low), float(high)

    @field_validator("name")
    @classmethod
    def _is_a_name(cls, name: str) -> str:
        if not re.fullmatch("[a-z][a-z0-9_]*", name):
            raise ValueError(f"'{name}' is not a name as time_to_market: small letters, digits and _")
        if name in FUNCTIONS:
            raise ValueError("min and max are reserved names, as formulas call them; use another name")
        return name

    @field_validator("scale")
    @classmethod
    def _scale_goes_up(cls, scale: str) -> str:
        if not re.fullmatch(r"\d{1,3}-\d{1,3}", scale) or int(scale.split("-", maxsplit=1)[0]) >= int(
            scale.split("-")[1]
        ):
            raise ValueError(f"'{scale}' is not a lowest and a higher score, as 1-10")
        return scale

    @field_validator("levels")
    @classmethod
    def _levels_are_on_the_scale(cls, levels: dict[int, Any], known: ValidationInfo) -> dict[int, Any]:
        low, high = (int(end) for end in known.data.get("scale", "1-10").split("-"))
        if off := [level for level in levels if not low <= level <= high]:
            raise ValueError(f"{off[0]} is not on the scale {low}-{high}")
        return levels


class ScoreRule(BaseModel):
    """How experts score: PIE, ICE, RICE, WSJF, or on criteria of the client's own.

    `weighted` adds up the criteria by their weights, which are 1 together; `formula` computes a score from
    the criteria and from columns of numbers of the opportunities.
    """

    model_config = STRICT

    method: Literal["pie", "ice", "rice", "wsjf", "weighted", "formula"] = "pie"
    criteria: tuple[CriterionSetting, ...] = ()
    formula: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        own, names = self.method in ("weighted", "formula"), [one.name for one in self.criteria]
        if own and not names:
            raise ValueError(f"method {self.method} needs criteria")
        if not own and names:
            raise ValueError(f"method {self.method} has its own criteria: {', '.join(ASKED[self.method])}")
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"criterion {', '.join(twice)} is named twice")
        if (self.method == "formula") != bool(self.formula.strip()):
            raise ValueError("method formula and a formula go together")
        self._weights_are_whole()
        self._formula_can_be_read()
        return self

    def _formula_can_be_read(self) -> None:
        if fault := formula_fault(self.formula):
            raise ValueError(fault)
        unused = [one.name for one in self.criteria if one.name not in self.formula_names]
        if self.method == "formula" and unused:
            raise ValueError(f"criterion {', '.join(unused)} is not in the formula")

    @property
    def formula_names(self) -> tuple[str, ...]:
        """The criteria and columns that the formula names.

        Example:
            >>> one = [{"name": "reach", "scale": "0-5"}]
            >>> ScoreRule(method="formula", criteria=one, formula="reach / max(cost, 1)").formula_names
            ('reach', 'cost')
        """
        return formula_names(self.formula)

    def _weights_are_whole(self) -> None:
        weights = [one.weight for one in self.criteria]
        if self.method == "formula" and any(weights):
            raise ValueError("a formula has no weights; write them in it")
        if self.method != "weighted":
            return
        if missing := [one.name for one in self.criteria if one.weight is None]:
            raise ValueError(f"criterion {', '.join(missing)} has no weight")
        if abs(sum(weights) - 1) > PLAIN:
            written = ", ".join(f"{name} {weight:.9g}" for name, weight in _adding_up(self.criteria).items())
            raise ValueError(f"the weights add up to {sum(weights):.9g}, not to 1; write {written}")
        if len(scales := dict.fromkeys(one.scale for one in self.criteria)) > 1:
            raise ValueError(f"the scales differ ({', '.join(scales)}); weighted criteria share one")

    @property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """Per criterion, the least and the most that an expert may give."""
        return ASKED.get(self.method) or {one.name: one.bounds for one in self.criteria}

    @property
    def criteria_by_range(self) -> dict[tuple[float, float], list[str]]:
        """The criteria that share a range, by that range."""
        return {
            ends: [name for name, own in self.ranges.items() if own == ends]
            for ends in dict.fromkeys(self.ranges.values())
        }

    @property
    def above_zero(self) -> tuple[str, ...]:
        """The criteria on which 0 is no answer, as the score is divided by it."""
        return {"rice": ("effort",), "wsjf": ("size",)}.get(self.method, ())

    @property
    def scale(self) -> tuple[float, float] | None:
        """The least and the most that a score can be; none where it has no end.

        Example:
            >>> ScoreRule().scale, ScoreRule(method="rice").scale
            ((1.0, 10.0), None)
        """
        if self.method in ("pie", "ice"):
            return TEN
        return self.criteria[0].bounds if self.method == "weighted" else None

    @property
    def weight_statements(self) -> dict[str, Any]:
        """What holds of the weights even where they are off; nothing where there are none, or too many.

        The order of the criteria holds, and no weight falls below half of what it is.

        Example:
            >>> two = [{"name": "fit", "weight": 0.25}, {"name": "gain", "weight": 0.75}]
            >>> ScoreRule(method="weighted", criteria=two).weight_statements["order"]
            (('gain', 'fit'),)
        """
        if self.method != "weighted" or not 2 <= len(self.criteria) <= MOST_COMPARED:
            return {}
        ordered = sorted(self.criteria, key=lambda one: -one.weight)
        pairs = list(pairwise(ordered))
        same = [(other, one) for one, other in pairs if one.weight == other.weight]
        return {
            "criteria": tuple(one.name for one in self.criteria),
            "order": tuple((one.name, other.name) for one, other in [*pairs, *same]),
            "at_least": {one.name: one.weight / 2 for one in self.criteria},
        }

    @property
    def terms(self) -> dict[str, Any]:
        """The terms on which `prioritization.score_method` makes the method."""
        weights = {one.name: one.weight for one in self.criteria if one.weight}
        return {
            "name": self.method,
            "criteria": self.ranges,
            "weights": weights,
            "formula": self.formula,
        }

    @property
    def shares(self) -> dict[str, float]:
        """The share of each criterion in the score; none where the score is no weighted mean.

        Example:
            >>> ScoreRule(method="ice").shares["ease"], ScoreRule(method="rice").shares
            (0.3333333333333333, {})
        """
        if self.method in ("pie", "ice"):
            return dict.fromkeys(self.ranges, 1 / len(self.ranges))
        return self.terms["weights"] if self.method == "weighted" else {}

    def weighed(self, weights: Mapping[str, float]) -> "ScoreRule":
        """The rule with other weights of its criteria.

        Args:
            weights: Per criterion how much it counts beside the others, above 0; none for those agreed.

        Example:
            >>> rule = ScoreRule().weighed({"potential": 2, "importance": 1, "ease": 1})
            >>> rule.method, rule.shares["potential"]
            ('weighted', 0.5)
        """
        if not (weights and self.shares):
            return self
        total, own = sum(weights.values()), {one.name: one for one in self.criteria}
        criteria = []
        for name, (low, high) in self.ranges.items():
            known = (
                own[name].model_dump() if name in own else {"name": name, "scale": f"{low:.0f}-{high:.0f}"}
            )
            criteria.append(known | {"weight": weights[name] / total})
        return ScoreRule(method="weighted", criteria=criteria)


def _adding_up(criteria: Sequence[CriterionSetting]) -> dict[str, float]:
    """The weights in proportion, in as few decimals as keep each above 0; the largest takes the rounding."""
    total, largest = sum(one.weight for one in criteria), max(criteria, key=lambda one: one.weight)
    shares = {one.name: one.weight / total for one in criteria}
    decimals = next((n for n in range(3, 9) if round(min(shares.values()), n) > 0), 9)
    others = {name: round(share, decimals) for name, share in shares.items() if name != largest.name}
    rest = round(1 - sum(others.values()), decimals)
    return {name: others.get(name, rest) for name in shares}
