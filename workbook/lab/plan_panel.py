"""The plan behind sliders in the Lab: limits and rules are moved, and the plan follows at once."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import ipywidgets
from pandas import DataFrame

from workbook.choices import MONEY, OBJECTIVES
from workbook.lab.plan_exhibit import Told, move_phrases, plan_exhibit, scenario_exhibit
from workbook.lab.remarks import failure, remark, said
from workbook.lab.trial import notebook_names, tried_value
from workbook.lab.worker import Worker
from workbook.phrases import label, named, say
from workbook.phrases import own as own_text
from workbook.render.figures import figure_html
from workbook.render.words import Words
from workbook.store.period import Period
from workbook.workshop.live_plan import moved_limit

WIDE = {"description_width": "15em"}
MOST, STEP = 2.0, 0.05
"""A slider goes up to so many times what there is, in such steps."""
SIDE_BY_SIDE = 2
FREE, MUST, NEVER = "free", "must", "never"


def plan_panel(plans: Any, options: DataFrame, quarter: Period) -> ipywidgets.Widget:
    """Sliders and rules, and the plan that they lead to.

    Args:
        plans: A `prioritization.SliderPlans` of the candidates.
        options: The candidates: opportunity, title.
        quarter: The quarter.

    Returns:
        What the Lab shows.
    """
    return PlanPanel(plans, options, quarter, partial(_weighed, quarter)).box


def _weighed(quarter: Period, weights: Mapping[str, float]) -> DataFrame:
    """The candidates with other weights of the criteria, as the notebook makes them."""
    settings = quarter.engagement
    tried = settings.model_copy(update={"score": settings.score.weighed(weights)})
    return tried_value(quarter, tried, "plan", "options", notebook_names())


class PlanPanel:
    """The controls of a plan, and the plan; all thinking is done by `plans`.

    Args:
        plans: A `prioritization.SliderPlans` of the candidates.
        options: The candidates: opportunity, title.
        quarter: The quarter.
        weighed: Gives the candidates with other weights of the criteria.

    Attributes:
        box: What the Lab shows.
        sliders: A multiple of what there is, by "budget" or role.
        weights: How much each criterion counts beside the others; none where the plan is for money, or the
            score is no weighted mean.
        rules: Whether it is in, by opportunity: free, must or never.
        told: The plan that is shown, as `plans` tells it.
        worker: Makes plans.
    """

    def __init__(
        self,
        plans: Any,
        options: DataFrame,
        quarter: Period,
        weighed: Callable[[Mapping[str, float]], DataFrame],
    ) -> None:
        self._plans, self._engagement, self._weighed = plans, quarter.engagement, weighed
        self._words = quarter.words or Words(quarter.engagement.language, quarter.engagement)
        titles = map(self._words.text, options["title"])
        self._titles = dict(zip(options["opportunity"].astype(str), titles, strict=True))
        self._limits = {"budget": plans.sliders()["budget"], **plans.sliders()["days"]}
        self.sliders = {name: self._slider(name) for name, total in self._limits.items() if total is not None}
        self._shares = {name: round(100 * share) for name, share in self._weights_there_are.items()}
        self._scored_by: Mapping[str, float] = {}
        self.weights = {name: self._weight(name) for name in self._shares}
        self.rules = {name: self._rule(title) for name, title in self._titles.items()}
        self._moves: list[dict[str, Any]] = [{}]
        self._kept: list[tuple[str, Told]] = []
        self.told: Told | None = None
        self._answer, self.worker = ipywidgets.HTML(), Worker(self._make, self._failed)
        self.undo, self.keep = self._button("plan_panel.undo"), self._button("plan_panel.keep")
        self.name = ipywidgets.Text(placeholder=self._text("plan_panel.name"))
        self.undo.on_click(self._undone)
        self.keep.on_click(self._keep)
        for one in (*self.sliders.values(), *self.weights.values(), *self.rules.values()):
            one.observe(self._moved, "value")
        self.box = self._laid_out()
        self.worker.ask(({}, None))

    def _laid_out(self) -> ipywidgets.Widget:
        rules = ipywidgets.Accordion([ipywidgets.VBox(list(self.rules.values()))])
        rules.set_title(0, self._text("plan_panel.rules"))
        return ipywidgets.VBox(
            [
                remark(say("plan_panel.try"), self._words),
                *self.sliders.values(),
                *self.weights.values(),
                rules,
                ipywidgets.HBox([self.undo, self.name, self.keep]),
                self._answer,
            ]
        )

    def _text(self, key: str, **facts: Any) -> str:
        return self._words.text(say(key, **facts))

    def _slider(self, name: str) -> ipywidgets.FloatSlider:
        total = self._limits[name]
        of_role = self._text("plan_panel.days", role=named("role", name), total=total)
        return ipywidgets.FloatSlider(
            value=1.0,
            min=0.0,
            max=MOST,
            step=STEP,
            description=self._text("plan_panel.budget", total=total) if name == "budget" else of_role,
            readout_format=".0%",
            continuous_update=False,
            style=WIDE,
            layout=ipywidgets.Layout(width="36em"),
        )

    @property
    def _weights_there_are(self) -> dict[str, float]:
        in_points = OBJECTIVES[self._engagement.plan.objective] != MONEY
        return self._engagement.score.shares if in_points else {}

    def _weight(self, name: str) -> ipywidgets.IntSlider:
        rule = self._engagement.score
        own = next((one.label or one.name for one in rule.criteria if one.name == name), None)
        criterion = self._words.text(label(f"criterion.{name}") if own is None else own_text(own))
        return ipywidgets.IntSlider(
            value=self._shares[name],
            min=1,
            max=100,
            description=self._text("plan_panel.weight", criterion=criterion.partition(":")[0]),
            continuous_update=False,
            style=WIDE,
            layout=ipywidgets.Layout(width="36em"),
        )

    def _rule(self, title: str) -> ipywidgets.Dropdown:
        return ipywidgets.Dropdown(
            options=[
                (self._text("plan_panel.free"), FREE),
                (self._text("plan_panel.must"), MUST),
                (self._text("plan_panel.never"), NEVER),
            ],
            description=title,
            style={"description_width": "22em"},
            layout=ipywidgets.Layout(width="36em"),
        )

    def _button(self, key: str) -> ipywidgets.Button:
        return ipywidgets.Button(description=self._text(key), layout=ipywidgets.Layout(width="auto"))

    @property
    def settings(self) -> dict[str, Any]:
        """Where everything stands, as `SliderPlans.moved` takes it; what was not moved is not in it."""
        moved = {name: round(one.value, 2) for name, one in self.sliders.items() if one.value != 1}
        budget = {"budget": moved.pop("budget")} if "budget" in moved else {}
        wanted = {
            kind: [name for name, one in self.rules.items() if one.value == rule]
            for kind, rule in (("must_do", MUST), ("must_not", NEVER))
        }
        weights = {name: one.value for name, one in self.weights.items()}
        parts = {"days": moved, "weights": weights if weights != self._shares else {}, **wanted}
        return budget | {name: part for name, part in parts.items() if part}

    def _moved(self, change: Any) -> None:
        before, settings = self._moves[-1], self.settings
        if settings != before:  # else it is the undoing of a move that puts it there
            self._moves.append(settings)
            self.worker.ask((settings, moved_limit(before, settings)))

    def _undone(self, button: Any) -> None:
        if len(self._moves) > 1:
            self._moves.pop()
            settings = self._moves[-1]
            self._stand_at(settings)
            self.worker.ask((settings, None))

    def _stand_at(self, settings: dict[str, Any]) -> None:
        """Put every control where it stood; none of it is a move."""
        multiples = {"budget": settings.get("budget", 1.0), **settings.get("days", {})}
        rules = dict.fromkeys(settings.get("must_do", ()), MUST)
        rules |= dict.fromkeys(settings.get("must_not", ()), NEVER)
        places = {one: multiples.get(name, 1.0) for name, one in self.sliders.items()}
        places |= {one: rules.get(name, FREE) for name, one in self.rules.items()}
        weights = settings.get("weights", self._shares)
        places |= {one: weights[name] for name, one in self.weights.items()}
        for one, place in places.items():
            one.unobserve(self._moved, "value")
            one.value = place
            one.observe(self._moved, "value")

    def _make(self, asked: tuple[dict[str, Any], str | None]) -> Iterator[None]:
        """Show the plan that is there at once, better ones as they are found, and the price of the limit."""
        moved, limit = asked
        settings = {name: value for name, value in moved.items() if name != "weights"}
        weights = moved.get("weights", {})
        if weights != self._scored_by:
            self._plans.rescored(self._weighed(weights))
            self._scored_by = weights
        told: Told | None = self._plans.moved(settings)
        while told is not None:
            self.told = told
            self._show(told)
            yield
            told = None if told["final"] else self._plans.refined()
        price = self._plans.price(settings, limit) if limit and self.told["possible"] else None
        self._show(self.told, price, searched=True)
        yield

    def _show(self, told: Told, price: Told | None = None, *, searched: bool = False) -> None:
        found = move_phrases(told, self._titles, self._engagement, price, searched=searched)
        plan = plan_exhibit(told, self._titles, self._engagement)
        beside = [scenario_exhibit(self._kept, self._titles, self._engagement)] if self._kept else []
        figures = [figure_html(one.payload(), self._words) for one in [plan, *beside]]
        self._answer.value = "".join([said(found, self._words), *figures])

    def _keep(self, button: Any) -> None:
        """Keep the plan that is shown; of more than fit side by side, the newest."""
        if self.told and self.told["possible"]:
            name = self.name.value.strip() or self._text("plan_panel.scenario", n=len(self._moves))
            self._kept = [*self._kept, (name, self.told)][-SIDE_BY_SIDE:]
            self.name.value = ""
            self._show(self.told, searched=True)

    def _failed(self, error: Exception) -> None:
        self._answer.value = said([failure(error)], self._words)
