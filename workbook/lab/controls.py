"""The control for each setting that can be tried: a slider, a choice, boxes to tick or numbers to type."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ipywidgets
from traitlets import HasTraits

from workbook.chapters.recognise._names import measure_name
from workbook.engagement import Engagement, Norm
from workbook.errors import ParameterError
from workbook.hints import did_you_mean
from workbook.phrases import named, say
from workbook.render.words import Words
from workbook.store.period import Period

WIDE = {"description_width": "22em"}


@dataclass(frozen=True)
class Slider:
    """A number between two ends: whole, or with decimals where the step has them; a share as a percentage."""

    low: float
    high: float
    step: float = 1
    share: bool = False

    def widget(self, name: str, value: float) -> ipywidgets.Widget:
        """The slider; a value beyond its ends moves them."""
        kind = ipywidgets.IntSlider if isinstance(self.step, int) else ipywidgets.FloatSlider
        return kind(
            value=value,
            min=min(self.low, value),
            max=max(self.high, value),
            step=self.step,
            description=name,
            continuous_update=False,
            readout_format=(".1%" if self.step < 0.01 else ".0%")
            if self.share
            else "d"
            if isinstance(self.step, int)
            else ".1f",
            style=WIDE,
            layout=ipywidgets.Layout(width="40em"),
        )


@dataclass(frozen=True)
class Choice:
    """One of several values."""

    values: tuple[str, ...]


SETTINGS: dict[str, Slider | Choice] = {
    "window_days": Slider(7, 730),
    "minimum_group": Slider(1, 100),
    "strikes.limit": Slider(1, 12),
    "strikes.expires_after": Slider(1, 8),
    "essa.low_value": Slider(1, 5, 0.5),
    "essa.heavy_share": Slider(0, 1, 0.01, share=True),
    "essa.heavy_hours": Slider(0, 160, 1.0),
    "essa.variants": Slider(1, 20),
    "essa.error_rate": Slider(0, 1, 0.01, share=True),
    "essa.performers": Slider(1, 50),
    "essa.automate_value": Slider(1, 5, 0.5),
    "contact.limit": Slider(1, 20),
    "contact.window_days": Slider(1, 92),
    "plan.objective": Choice(("score", "value", "both")),
    "plan.give_up": Slider(0, 0.25, 0.01, share=True),
    "plan.evidence.need": Slider(0, 0.9, 0.05, share=True),
    "plan.evidence.importance": Slider(0, 0.9, 0.05, share=True),
}


class Control:
    """What a person moves to try one setting.

    Attributes:
        place: The setting's place in engagement.yml.
        box: What is shown.
    """

    def __init__(
        self, place: str, parts: Mapping[str, HasTraits], read: Callable[[dict[str, Any]], Any]
    ) -> None:
        self.place = place
        self.box = ipywidgets.VBox(list(parts.values()))
        self._parts, self._read = dict(parts), read
        self._first = {name: part.value for name, part in parts.items()}

    @property
    def value(self) -> Any:
        """What it stands at, as engagement.yml holds it."""
        return self._read({name: part.value for name, part in self._parts.items()})

    @property
    def moved(self) -> list[str]:
        """The parts that stand elsewhere than in engagement.yml."""
        return [name for name, part in self._parts.items() if part.value != self._first[name]]

    @property
    def choices(self) -> dict[str, Any]:
        """What was moved, by the place of the setting."""
        return {self.place: self.value} if self.moved else {}

    def observe(self, told: Callable[[Any], None]) -> None:
        """Have somebody told when it is moved."""
        for part in self._parts.values():
            part.observe(told, "value")

    def back(self) -> None:
        """Put it where it stands in engagement.yml."""
        for name, part in self._parts.items():
            part.value = self._first[name]

    def settle(self) -> None:
        """Take where it stands as what engagement.yml has."""
        self._first = {name: part.value for name, part in self._parts.items()}


def control(place: str, engagement: Engagement, quarter: Period, words: Words) -> Control:
    """The control of a setting, where the settings have it.

    Args:
        place: The setting's place, such as contact.limit.
        engagement: The settings.
        quarter: The quarter whose tables say what there is to choose from.
        words: Of its name.

    Raises:
        ParameterError: There is no control for it.
    """
    if place not in (known := [*SETTINGS, *MADE]):
        raise ParameterError(f"'{place}' is no setting that can be tried{did_you_mean(place, known)}")
    value, name = setting(engagement, place), words.text(say(f"setting.{place}"))
    if place in MADE:
        return MADE[place](place, value, name, quarter, words)
    kind = SETTINGS[place]
    if isinstance(kind, Slider):
        return Control(place, {place: kind.widget(name, value)}, lambda values: _number(values[place]))
    options = [(words.text(say(f"setting.{place}.{one}")), one) for one in kind.values]
    part = ipywidgets.Dropdown(options=options, value=value, description=name, style=WIDE)
    part.layout.width = "40em"
    return Control(place, {place: part}, lambda values: values[place])


def setting(engagement: Engagement, place: str) -> Any:
    """A setting by its place."""
    value: Any = engagement
    for name in place.split("."):
        value = getattr(value, name)
    return value


def _number(value: float) -> float:
    return value if isinstance(value, int) else round(value, 6)


def _cuts(place: str, axes: Mapping[str, float | None], name: str, quarter: Period, words: Words) -> Control:
    """Per measure where it is cut; an empty field is the median."""

    def field(measure: str, at: float | None) -> ipywidgets.Text:
        return ipywidgets.Text(
            value="" if at is None else f"{at:g}",
            description=words.text(say("lab.cut", measure=measure_name(measure))),
            placeholder=words.text(say("lab.median")),
            continuous_update=False,
            style=WIDE,
            layout=ipywidgets.Layout(width="36em"),
        )

    parts = {measure: field(measure, at) for measure, at in axes.items()}
    return Control(place, parts, lambda texts: {measure: _typed(text) for measure, text in texts.items()})


def _typed(text: str) -> Any:
    """A number that was typed, nothing for nothing; else the text, which the check of settings refuses."""
    try:
        return float(text.replace(",", ".")) if text.strip() else None
    except ValueError:
        return text


def _bands(place: str, bands: Mapping[str, float], name: str, quarter: Period, words: Words) -> Control:
    """The share of the revenue at which each band ends; the last one ends at all."""
    slider = Slider(0.01, 0.99, 0.01, share=True)
    *first, last = bands
    parts = {band: slider.widget(words.text(say("lab.band", band=band)), bands[band]) for band in first}
    return Control(
        place, parts, lambda ends: {band: _number(end) for band, end in ends.items()} | {last: bands[last]}
    )


def _ticked(place: str, left_out: tuple[str, ...], name: str, quarter: Period, words: Words) -> Control:
    """A box per touchpoint that was rated; what is not ticked is left out."""
    answers = quarter.inputs("answers")
    rated = answers.loc[answers["question"].eq("satisfaction"), "touchpoint"].dropna().unique()
    parts: dict[str, ipywidgets.Widget] = {
        touchpoint: ipywidgets.Checkbox(
            value=touchpoint not in left_out, description=words.text(touchpoint), indent=False
        )
        for touchpoint in sorted({*rated, *left_out})
    }
    return Control(place, parts, lambda ticks: [name for name, ticked in ticks.items() if not ticked])


class NormControl(Control):
    """A slider per service norm; of those that are moved each is a choice of its own."""

    @property
    def choices(self) -> dict[str, Any]:
        """What was moved, by the place of the setting."""
        return {f"{self.place}.{name}": self.value[name] for name in self.moved}


def _norms(place: str, norms: Sequence[Norm], name: str, quarter: Period, words: Words) -> Control:
    """The least or the most share of each norm."""
    slider, parts = Slider(0.005, 0.995, 0.005, share=True), {}
    for norm in norms:
        limit = "at_least" if norm.at_most is None else "at_most"
        called = words.text(say(f"lab.{limit}", norm=named("norm", norm.name)))
        parts[f"{norm.name}.{limit}"] = slider.widget(called, getattr(norm, limit))
    return NormControl(place, parts, lambda shares: {key: _number(share) for key, share in shares.items()})


MADE: dict[str, Callable[..., Control]] = {
    "norms": _norms,
    "segments.axes": _cuts,
    "value_bands": _bands,
    "drivers.left_out": _ticked,
}
