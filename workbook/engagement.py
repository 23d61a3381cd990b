"""An engagement's settings: who the client is, which words, scales and thresholds hold."""

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import datetime
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from workbook.codebook import Codebook, Topic, topics_of
from workbook.errors import EngagementError
from workbook.essa_rules import EssaRules
from workbook.hints import did_you_mean
from workbook.house import House
from workbook.market_stages import market_stages
from workbook.maturity_rules import MaturityRules
from workbook.score_setting import ScoreRule
from workbook.setting_faults import fault_words
from workbook.settings import FILES, STRICT, Language, LocalText

Market = Literal["b2c", "b2b", "marketplace", "classifieds"]
Activity = Literal["buy", "sell", "advertise"]
ACTIVITIES: dict[str, Activity] = {"marketplace": "sell", "classifieds": "advertise"}
MessageClass = Literal["service", "legal", "triggered", "lifecycle", "promotion", "newsletter"]
ALL_MESSAGES = "pressure"
"""The name of the pressure rule that is about all messages."""
Measure = Literal["age_days", "recency_days", "orders", "value", "breadth"]


def _term(text: str) -> str:
    """A term stands in sentences and headings: a word or two, without marks that a page would read."""
    if not re.fullmatch(r"[\w'’.,&/() -]*\w[\w'’.,&/() -]*", text):
        raise ValueError(f"{text!r} is not a word or two: letters, digits, spaces and ' - . , & / ( )")
    return text.strip()


def _name(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise ValueError(f"{text!r} is not a name that can be read")
    return text


def _zone(name: str) -> str:
    from zoneinfo import available_timezones

    if name and name not in available_timezones():
        raise ValueError(f"'{name}' is not a time zone, as Europe/Amsterdam")
    return name


Zone = Annotated[str, AfterValidator(_zone)]
Term = Annotated[str, AfterValidator(_term)]
LocalWords = dict[Language, tuple[Term, Term]]
Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
Share = Annotated[float, Field(ge=0, le=1)]
MILLION = 1_000_000
CODEBOOK = "codebook.yml"
Limit = Annotated[float, Field(ge=1 / MILLION, le=1 - 1 / MILLION)]


class _Settings(BaseModel):
    model_config = STRICT


class Interval(_Settings):
    """A range of a measure: from `at_least` up to, not including, `below`."""

    at_least: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        if self.at_least is None and self.below is None:
            raise ValueError("needs at_least, below, or both")
        if self.at_least is not None and self.below is not None and self.at_least >= self.below:
            raise ValueError(f"at_least {self.at_least:g} is not under below {self.below:g}")
        return self


class Stage(_Settings):
    """A stage of the customer strategy, with the rules that put a customer in it.

    `left` says that its customers count as having left.
    """

    name: Annotated[str, Field(min_length=1)]
    label: LocalText = {}
    objective: LocalText = {}
    left: bool = False
    rules: Annotated[dict[Measure, Interval], Field(min_length=1)]


class Norm(_Settings):
    """A service norm: the least share of cases within it, or the most outside it."""

    name: Annotated[str, Field(min_length=1)]
    label: LocalText = {}
    at_least: Limit | None = None
    at_most: Limit | None = None
    minimum: Annotated[int, Field(ge=1)] = 10
    weight: Annotated[float, Field(gt=0)] = 1.0

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("needs one of at_least and at_most")
        return self

    @property
    def allowed(self) -> int:
        """Cases that may be outside the norm, in whole cases per million."""
        if self.at_most is not None:
            return round(self.at_most * MILLION)
        return MILLION - round(self.at_least * MILLION)


class SegmentRule(_Settings):
    """Segments by two questions: per measure where it is cut, at the median when blank.

    A question may also be an attribute of the customers that holds numbers, as a score of their ability.

    `features` are held against them: do the data show groups by themselves? `sample` is the most customers
    that are looked at for that, `draws` how often others are drawn to see whether a group comes back.
    """

    axes: dict[Annotated[str, Field(min_length=1)], float | None] = {"value": None, "breadth": None}
    features: Annotated[tuple[Measure, ...], Field(min_length=1)] = (
        "recency_days",
        "orders",
        "value",
        "breadth",
    )
    sample: Annotated[int, Field(ge=100, le=100_000)] = 5000
    draws: Annotated[int, Field(ge=20, le=1000)] = 50

    @field_validator("axes")
    @classmethod
    def _two_questions(cls, axes: dict[str, float | None]) -> dict[str, float | None]:
        if len(axes) != 2:
            raise ValueError(f"there are {len(axes)} measures, and it takes 2")
        return axes

    @field_validator("features")
    @classmethod
    def _features_are_distinct(cls, features: tuple[str, ...]) -> tuple[str, ...]:
        if twice := sorted({name for name in features if features.count(name) > 1}):
            raise ValueError(f"{', '.join(twice)} is named twice")
        return features


class OutlookRule(_Settings):
    """How many quarters ahead customers are valued, and on how many past days that is checked."""

    quarters: Annotated[int, Field(ge=1, le=20)] = 4
    holdout_days: Annotated[int, Field(ge=7, le=3660)] = 91


class StrikeRule(_Settings):
    """Strikes expire after so many kept quarters in a row; at `limit` active ones a partner is at risk."""

    expires_after: Positive = 2
    limit: Positive = 3


class LikenessRule(_Settings):
    """Whether identities are joined too that are alike rather than equal, on what, and how surely.

    Without `columns` all that are filled in two sources are compared.
    """

    enabled: bool = False
    columns: tuple[str, ...] = ()
    threshold: Annotated[float, Field(gt=0, lt=1)] = 0.5
    within_source: bool = False

    @field_validator("columns")
    @classmethod
    def _columns_are_enough(cls, columns: tuple[str, ...]) -> tuple[str, ...]:
        if columns and len(columns) < 3:
            raise ValueError(
                f"{', '.join(columns)} is too little to go by; name three or more, or leave it out"
            )
        return columns


class KeyRule(_Settings):
    """How identities of several sources become one customer.

    `phone_prefix` is the country of phone numbers without one; a value that more than `largest_group`
    identities share joins nobody; a customer of more than `largest_customer` identities is reported.
    """

    phone_prefix: str = "31"
    largest_group: Annotated[int, Field(ge=2)] = 10
    largest_customer: Annotated[int, Field(ge=2)] = 10
    offline_sources: tuple[str, ...] = ()
    likeness: LikenessRule = LikenessRule()

    @field_validator("phone_prefix")
    @classmethod
    def _prefix_is_digits(cls, prefix: str) -> str:
        if not re.fullmatch("[1-9][0-9]{0,2}", prefix):
            raise ValueError(f"'{prefix}' is not the digits of a country, as 31")
        return prefix


class PressureRule(_Settings):
    """At most `limit` messages to one customer in `window_days` days; of all messages, or of some only.

    `calendar` widens the window to the whole months or quarters that it touches: with one day it is the
    calendar month or quarter of the message.
    """

    name: Annotated[str, Field(min_length=1), AfterValidator(_name)]
    limit: Annotated[int, Field(ge=1, le=1000)]
    window_days: Annotated[int, Field(ge=1, le=366)] = 14
    calendar: Literal["month", "quarter"] | None = None
    classes: tuple[MessageClass, ...] = ()
    channels: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()


class ContactRule(_Settings):
    """Contact pressure: at most `limit` messages to one customer in `window_days` days, and further `rules`.

    Messages of the `exempt` classes are always sent and do not count. To spread mailings better, each may be
    moved by up to `move_days` days. An order within `response_days` days of a message is soon after it.
    `channel_capacity` says how many next actions a channel takes in a quarter; other channels have no limit.
    """

    limit: Annotated[int, Field(ge=1, le=1000)] = 3
    window_days: Annotated[int, Field(ge=1, le=366)] = 14
    calendar: Literal["month", "quarter"] | None = None
    exempt: tuple[MessageClass, ...] = ("service", "legal")
    rules: tuple[PressureRule, ...] = ()
    move_days: Annotated[int, Field(ge=0, le=28)] = 7
    response_days: Annotated[int, Field(ge=1, le=92)] = 14
    channel_capacity: dict[str, Annotated[int, Field(ge=0)]] = {}

    @property
    def every_rule(self) -> tuple[PressureRule, ...]:
        """The rule for all messages, and the further ones, in the order in which a message meets them."""
        first = PressureRule(
            name=ALL_MESSAGES, limit=self.limit, window_days=self.window_days, calendar=self.calendar
        )
        return (first, *self.rules)

    @field_validator("rules")
    @classmethod
    def _rules_are_distinct(cls, rules: tuple[PressureRule, ...]) -> tuple[PressureRule, ...]:
        names = [ALL_MESSAGES, *[rule.name for rule in rules]]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"two rules are named {', '.join(twice)}")
        return rules

    @model_validator(mode="after")
    def _rules_are_about_something(self) -> Self:
        if set(get_args(MessageClass)) <= set(self.exempt):
            raise ValueError("exempt names every class, so nothing is limited; leave out those that count")
        for rule in self.rules:
            if rule.classes and set(rule.classes) <= set(self.exempt):
                raise ValueError(
                    f"rule '{rule.name}' is about {', '.join(rule.classes)} only, and exempt lets those"
                    " through always; take the rule out, or the class out of exempt"
                )
        return self


class JourneyRule(_Settings):
    """What counts as a path along the journey, and which channels are offline.

    Contacts of a customer within `path_days` of each other are one path, and so soon after reaching a phase a
    customer is to reach the next one. Who has more than `most_per_day` contacts on one day is taken for a
    robot and left out. `offline_channels` names channels of table touchpoints.
    """

    path_days: Annotated[int, Field(ge=1, le=366)] = 30
    most_per_day: Annotated[int, Field(ge=1, le=MILLION)] = 500
    offline_channels: tuple[str, ...] = ()


class DriverRule(_Settings):
    """Which touchpoints are left out when it is weighed what is linked to recommendation."""

    left_out: tuple[str, ...] = ()


class UnderstandRule(_Settings):
    """By which columns of table customers scores are compared too, beside stages, segments and profiles."""

    by: tuple[Annotated[str, Field(min_length=1)], ...] = ()


class EvidenceRule(_Settings):
    """What measures weigh beside the panel's score: how badly a need is met, how strong a link is."""

    need: Annotated[float, Field(ge=0, lt=1)] = 0.0
    importance: Annotated[float, Field(ge=0, lt=1)] = 0.0

    @property
    def counts(self) -> bool:
        """Whether any of them counts."""
        return self.need + self.importance > 0

    @model_validator(mode="after")
    def _panel_counts(self) -> Self:
        if self.need + self.importance >= 1:
            raise ValueError(
                f"the weights add up to {self.need + self.importance:g}; the panel needs a part of 1"
            )
        return self


class RetentionRule(_Settings):
    """The share of customers kept per quarter that goes with one point of NPS, and its standard error."""

    value: Annotated[float, Field(ge=-0.01, le=0.01)]
    error: Annotated[float, Field(ge=0, le=0.01)]


class PlanRule(_Settings):
    """The plan's horizon in quarters, what a quarter's delay costs as a share of the value, and rules.

    `work_in_progress` gives per team the most opportunities that it works on in one quarter; `at_most` and
    `at_least` per column and value, such as {group: {checkout: 1}}, how many may or have to be in the plan;
    `change_at_once`, likewise, the most of kind change that are under way in one quarter;
    `run_share` the least and the most of the plan's cost that goes to opportunities of kind run.

    `objective` says what the plan is to have most of: points of the panel (score), money (value), or points
    first and then money (both), where `give_up` is the share of the points that may be given up for it.
    A business case counts what an opportunity costs and brings in `case_years` years; `margin` is what is
    left of a sale after its own costs, `day_rates` what a day of a role costs, and `overrun` the lowest and
    the highest cost as shares of the cost that is given, where the table gives none. Where they
    give a change in NPS, `retention_per_nps_point` takes the place of what was measured. `evidence` gives
    measures a weight beside the panel's score; without it they are shown and do not count.
    """

    quarters: Annotated[int, Field(ge=1, le=12)] = 4
    discount: Annotated[float, Field(ge=0, lt=1)] = 0.02
    work_in_progress: dict[str, Count] = {}
    at_most: dict[str, dict[str, Count]] = {}
    at_least: dict[str, dict[str, Count]] = {}
    change_at_once: dict[str, dict[str, Count]] = {}
    run_share: tuple[Share, Share] = (0.0, 1.0)
    objective: Literal["score", "value", "both"] = "score"
    give_up: Annotated[float, Field(ge=0, lt=1)] = 0.0
    case_years: Annotated[int, Field(ge=1, le=10)] = 3
    margin: Annotated[float, Field(gt=0, le=1)] = 1.0
    day_rates: dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = {}
    overrun: tuple[Annotated[float, Field(gt=0, le=1)], Annotated[float, Field(ge=1, le=10)]] = (1.0, 1.0)
    retention_per_nps_point: RetentionRule | None = None
    evidence: EvidenceRule = EvidenceRule()

    @classmethod
    def counts_per_value(cls) -> list[str]:
        """The rules that give a count per column and value."""
        kind = cls.model_fields["at_most"].annotation
        return [name for name, field in cls.model_fields.items() if field.annotation == kind]

    @property
    def counts_evidence(self) -> bool:
        """Whether measures count in what the plan has most of; money counts none."""
        return self.evidence.counts and self.objective != "value"

    @property
    def case_quarters(self) -> int:
        """The quarters in which a business case counts; no fewer than the plan looks ahead."""
        return max(4 * self.case_years, self.quarters)

    @field_validator("run_share")
    @classmethod
    def _share_is_a_range(cls, share: tuple[float, float]) -> tuple[float, float]:
        if share[0] > share[1]:
            raise ValueError(f"the least, {share[0]:g}, is above the most, {share[1]:g}")
        return share


class TermsSetting(_Settings):
    """What the client calls one and several of a thing, with its article, and what customers do.

    Without `activity` it is what customers of the market do: they buy, sell or advertise.
    """

    customer: LocalWords = {}
    opportunity: LocalWords = {}
    touchpoint: LocalWords = {}
    segment: LocalWords = {}
    stage: LocalWords = {}
    quarter: LocalWords = {}
    activity: Activity | None = None

    def named(self, language: str) -> dict[str, tuple[str, str]]:
        """One and several, per term that the client names in a language."""
        given = {name: getattr(self, name) for name in type(self).model_fields if name != "activity"}
        return {name: words[language] for name, words in given.items() if language in words}

    def activity_of(self, market: str) -> Activity:
        """What customers of a market do."""
        return self.activity or ACTIVITIES.get(market, "buy")


SCALES = {
    "nps": "0-10",
    "satisfaction": "1-5",
    "importance": "1-5",
    "effort": "1-7",
    "rating": "0-10",
    "open": "0-1",
}
"""The scale of each kind of question where none is given; an open one has no score."""


MEASURED = {"nps": ("0-10", "1-10"), "satisfaction": ("1-5",), "importance": ("1-5",)}
"""The kinds of questions that are kept under the name of their kind, and on which scales."""


class Question(_Settings):
    """A question of a survey, as it was asked.

    Attributes:
        kind: What it asks for. One of a kind and on a scale that a measure reads counts in it, by any name.
        scale: Its least and most, as 1-7; "stars" is 1-5, and "yes/no" 0-1. That of its kind when left out.
        no_answer: Codes and texts that mean that no answer was given.
        labels: Per text of the scale its score, where the text does not begin with it.
        formula: Of effort, where a higher answer means less of it: its "mean"; "top", the share with one of
            the three highest answers of 1-7; or "net", the share of its two highest less that of its three
            lowest.
        text: The question, as respondents read it.
    """

    kind: Literal["nps", "satisfaction", "importance", "effort", "rating", "open"] = "rating"
    scale: Annotated[str, Field(pattern=r"^(\d{1,3}-\d{1,3}|stars|yes/no|)$", validate_default=True)] = ""
    no_answer: tuple[Annotated[str, Field(coerce_numbers_to_str=True)], ...] = ()
    labels: dict[str, float] = {}
    formula: Literal["mean", "top", "net"] = "mean"
    text: str | LocalText = ""

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the most that an answer may be."""
        low, high = self.scale.split("-")
        return int(low), int(high)

    @field_validator("scale")
    @classmethod
    def _scale_goes_up(cls, scale: str, known: ValidationInfo) -> str:
        kind = known.data.get("kind", "rating")
        scale = {"": SCALES[kind], "stars": "1-5", "yes/no": "0-1"}.get(scale, scale)
        low, high = map(int, scale.split("-"))
        if low >= high:
            raise ValueError(f"'{scale}' does not go up")
        if kind == "nps" and scale not in ("0-10", "1-10"):
            raise ValueError(f"'{scale}' is no scale of kind nps: 0-10 or 1-10; kind rating takes any")
        return scale

    @field_validator("formula")
    @classmethod
    def _formula_fits(cls, formula: str, known: ValidationInfo) -> str:
        kind, scale = known.data.get("kind", "effort"), known.data.get("scale", "1-7")
        if formula != "mean" and (kind, scale) != ("effort", "1-7"):
            raise ValueError(
                f"'{formula}' is a formula of kind effort on 1-7, and this is kind {kind} on {scale}"
            )
        return formula


class AskedOf(_Settings):
    """What a column of a survey holds: answers to a question, of a touchpoint or phase where it has one."""

    question: Annotated[str, Field(min_length=1)]
    touchpoint: str = ""
    phase: str = ""


class Delivery(_Settings):
    """Files or a query of a database, and the recipe that turns them into our tables.

    Attributes:
        files: A pattern of files in the folder deliveries of the engagement, as orders*.csv.
        database: The URL of a database, in an environment variable, as ${CLIENT_DB}.
        query: What to read from it.
        name: What the rows of the query are kept as, in the folder deliveries.
        recipe: The recipe's name; or
        table: the table whose columns the delivery has already, by their names.
        columns: Per heading of the export the one that the recipe knows.
        with_: Per name under `ask` of the recipe the column that it is here; written as `with`.
        questions: Per column of a survey what was asked there.
        decimal: The decimal mark, where it is not the recipe's.
        dates: The order of day, month and year, where it is not the recipe's.
        zone: The time zone of the export's times, where they do not name one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)

    files: str = ""
    database: str = ""
    query: str = ""
    name: Annotated[str, Field(pattern=r"^[\w-]*$")] = ""
    recipe: Annotated[str, Field(pattern=r"^[\w-]*$")] = ""
    table: str = ""
    columns: dict[str, str] = {}
    with_: Annotated[dict[str, str], Field(alias="with")] = {}
    questions: dict[str, AskedOf] = {}
    decimal: Literal["", ".", ","] = ""
    dates: Literal["", "ymd", "dmy", "mdy"] = ""
    zone: Zone = ""

    @field_validator("questions", mode="before")
    @classmethod
    def _short_form(cls, questions: Any) -> Any:
        """`Q7: nps` is short for `Q7: {question: nps}`."""
        if not isinstance(questions, Mapping):
            return questions
        return {
            key: {"question": value} if isinstance(value, str) else value for key, value in questions.items()
        }

    @field_validator("files")
    @classmethod
    def _files_are_inside(cls, files: str) -> str:
        if files and (files.startswith(("/", "\\")) or ":" in files or ".." in files.split("/")):
            raise ValueError(f"'{files}' is not a pattern of files in the folder deliveries, as orders*.csv")
        return files

    @field_validator("database")
    @classmethod
    def _no_password(cls, database: str) -> str:
        if database and not re.fullmatch(r"\$\{\w+\}", database):
            raise ValueError(
                "is not the name of an environment variable, as ${CLIENT_DB}; the URL stays out of this file,"
                " for it may hold a password"
            )
        return database

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if bool(self.files) == bool(self.database):
            raise ValueError("needs one of files and database")
        if len({bool(self.database), bool(self.query), bool(self.name)}) > 1:
            raise ValueError("database, query and name go together")
        if bool(self.recipe) == bool(self.table):
            raise ValueError("needs one of recipe and table")
        return self


class RunRule(_Settings):
    """How a quarter is run: the most minutes that one notebook may take."""

    minutes: Annotated[float, Field(gt=0, le=1440)] = 20


class Engagement(_Settings):
    """The settings in engagement.yml, checked.

    `sources` says where each input table comes from, `about` what else a reader should know of the data:
    in one language, or in several. `translations` gives, per language, the client's own texts in it: titles,
    touchpoints, steps, remarks. Without `stages` those of the `market` hold. `zone` is the client's time
    zone; with it, times of deliveries in another zone become the client's own. `codebook` is what
    codebook.yml holds.
    """

    client: Annotated[str, Field(min_length=1), AfterValidator(_name)]
    language: Language = "en"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    market: Market = "b2c"
    terms: TermsSetting = TermsSetting()
    translations: dict[Language, dict[str, str]] = {}
    illustrative: tuple[str, ...] = ()
    sources: dict[str, str | LocalText] = {}
    about: str | LocalText = ""
    nps_scale: Literal["0-10", "1-10"] = "0-10"
    minimum_group: Annotated[int, Field(ge=1, le=MILLION)] = 10
    window_days: Annotated[int, Field(ge=1, le=3660)] = 91
    seed: Annotated[int, Field(strict=True, ge=0, le=2**32 - 1)] = 2017
    backend: str = "duckdb://"
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, validate_default=True)] = ()
    contact: ContactRule = ContactRule()
    understand: UnderstandRule = UnderstandRule()
    journey: JourneyRule = JourneyRule()
    drivers: DriverRule = DriverRule()
    essa: EssaRules = EssaRules()
    maturity: MaturityRules = MaturityRules()
    score: ScoreRule = ScoreRule()
    plan: PlanRule = PlanRule()
    segments: SegmentRule = SegmentRule()
    outlook: OutlookRule = OutlookRule()
    value_bands: dict[str, Share] = {"A": 0.5, "B": 0.8, "C": 1.0}
    norms: tuple[Norm, ...] = ()
    strikes: StrikeRule = StrikeRule()
    keys: KeyRule = KeyRule()
    run: RunRule = RunRule()
    zone: Zone = ""
    deliveries: tuple[Delivery, ...] = ()
    questions: dict[str, Question] = {}
    house: House = House()
    codebook: Codebook = Codebook()

    @field_validator("stages", mode="before")
    @classmethod
    def _stages_of_the_market(cls, stages: Any, known: ValidationInfo) -> Any:
        if stages is not None and stages != ():
            return stages
        # Where the market or the window has a fault of its own, any stages do: it is refused anyway.
        return market_stages(known.data.get("market", "b2c"), known.data.get("window_days", 91))

    @field_validator("stages")
    @classmethod
    def _stages_are_distinct(cls, stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
        names = [stage.name for stage in stages]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"two stages are named {', '.join(twice)}")
        return stages

    @field_validator("contact")
    @classmethod
    def _pressure_rules_know_the_stages(cls, contact: ContactRule, known: ValidationInfo) -> ContactRule:
        stages = [stage.name for stage in known.data.get("stages", ())]
        named = dict.fromkeys(name for rule in contact.rules for name in rule.stages)
        if stages and (unknown := [name for name in named if name not in stages]):
            raise ValueError(
                f"'{unknown[0]}' is not a stage{did_you_mean(unknown[0], stages)}: {', '.join(stages)}"
            )
        return contact

    @field_validator("plan")
    @classmethod
    def _evidence_has_a_scale(cls, plan: PlanRule, known: ValidationInfo) -> PlanRule:
        score = known.data.get("score", ScoreRule())
        if plan.evidence.counts and score.scale is None:
            raise ValueError(f"evidence counts on the scale of the score, and {score.method} has no scale")
        return plan

    @field_validator("norms")
    @classmethod
    def _norms_are_distinct(cls, norms: tuple[Norm, ...]) -> tuple[Norm, ...]:
        names = [norm.name for norm in norms]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"two norms are named {', '.join(twice)}")
        return norms

    @field_validator("questions")
    @classmethod
    def _questions_stay_apart(cls, questions: dict[str, Question]) -> dict[str, Question]:
        """Two questions of a kind that is kept under its own name would be added up as one."""
        for kind, scales in MEASURED.items():
            same = [name for name, one in questions.items() if one.kind == kind and one.scale in scales]
            if len(same) > 1:
                raise ValueError(
                    f"{' and '.join(same)} would both be kept as {kind}, and be added up; declare one of"
                    " them as kind rating, or where it is the same question, give it one name in deliveries"
                )
        return questions

    def labels(self, kind: str) -> dict[str, LocalText]:
        """What the settings call the stages ("stage") or the service norms ("norm"), by name."""
        things = {"stage": self.stages, "norm": self.norms}.get(kind, ())
        return {thing.name: thing.label for thing in things}

    @property
    def topics(self) -> dict[str, Topic]:
        """What comments may be about, by name."""
        return topics_of(self.codebook, self.market)

    @property
    def files(self) -> tuple[str, ...]:
        """The files beside engagement.yml that a run keeps with it, where they are there."""
        return (*self.house.files, CODEBOOK)

    @property
    def attributes(self) -> dict[str, tuple[str, ...]]:
        """The columns of table customers that settings name, by the place of the setting."""
        axes = tuple(name for name in self.segments.axes if name not in get_args(Measure))
        return {"segments.axes": axes, "understand.by": self.understand.by}

    @property
    def days_counted(self) -> int:
        """Whole days in the window: what is less than `window_days` old at the end of the last day counts."""
        return self.window_days - 1

    @field_validator("value_bands")
    @classmethod
    def _bands_go_up_to_all(cls, bands: dict[str, float]) -> dict[str, float]:
        bounds = list(bands.values())
        if not bounds or bounds != sorted(set(bounds)) or bounds[-1] != 1:
            raise ValueError("the shares must rise from band to band, and the last must be 1")
        if marked := [name for name in bands if "|" in name]:
            raise ValueError(f"'{marked[0]}' has a | in it; name it without")
        return bands


def engagement_from(
    settings: Mapping[str, Any],
    *,
    file: str = "engagement.yml",
    read: Callable[[str], bytes | None] | None = None,
) -> Engagement:
    """Check the settings of an engagement.

    Args:
        settings: What engagement.yml holds.
        file: The name to give in the error.
        read: Reads a file that the settings name, nothing where there is none; without it none is looked at.

    Returns:
        The engagement, frozen.

    Raises:
        EngagementError: Settings are missing, unknown or out of range; the message lists all of them.

    Example:
        >>> acme = engagement_from({"client": "Acme", "market": "b2b"})
        >>> acme.currency, acme.stages[-1].name
        ('EUR', 'lapsed')
    """
    try:
        return Engagement.model_validate(settings, context={FILES: read})
    except ValidationError as error:
        found = [(_place(item["loc"], settings), _fault(item, settings)) for item in error.errors()]
    places = {place for place, _ in found}
    # What holds a faulty setting is itself called faulty, and a choice between kinds fails once per kind.
    faults = {
        place: fault
        for place, fault in reversed(found)
        if not any(p[: len(place)] == place != p for p in places)
    }
    count = f"{len(faults)} fault" + "s" * (len(faults) > 1)
    lines = [f"{'.'.join(place) or 'as a whole'}: {fault}" for place, fault in reversed(faults.items())]
    raise EngagementError("\n  ".join([f"{file} cannot be used: {count}.", *lines]))


def _place(loc: tuple[int | str, ...], settings: Any) -> tuple[str, ...]:
    """Where a setting stands: an item of a list by its name, or counted from 1."""
    place = []
    for part in loc:
        if part in ("[key]", "str") or str(part).startswith("dict["):
            continue
        counted = isinstance(settings, list)
        try:
            settings = settings[part]
        except (KeyError, IndexError, TypeError):
            settings = None
        name = settings.get("name") if counted and isinstance(settings, Mapping) else None
        place.append(str(name or (part + 1 if counted else part)))
    return tuple(place)


def _fault(item: Mapping[str, Any], settings: Mapping[str, Any]) -> str:
    if item["type"] == "extra_forbidden":
        return _not_a_setting(str(item["loc"][-1]))
    return fault_words(item, lambda number: _allowed(number, item["loc"], settings))


def _allowed(number: float, loc: tuple[int | str, ...], settings: Mapping[str, Any]) -> bool:
    """Whether a number would be no fault in a place of the settings."""
    trial = within = deepcopy(settings)
    try:
        for part in loc[:-1]:
            within = within[part]
        within[loc[-1]] = number
        Engagement.model_validate(trial, context={FILES: None})
    except (KeyError, IndexError, TypeError):
        return False
    except ValidationError as error:
        return loc not in {item["loc"] for item in error.errors()}
    return True


def _not_a_setting(name: str) -> str:
    """That a name is no setting in its place: with the places where it is one, or the name that is near."""
    settings = list(_settings(Engagement))
    places = [f"'{place}'" for known, place in settings if known == name]
    if places:
        return f"is not a setting here, as {' or '.join(dict.fromkeys(places))} is"
    return f"is not a setting{did_you_mean(name, [known for known, _ in settings])}"


def _settings(kind: object, place: str = "") -> Iterator[tuple[str, str]]:
    """The name of every setting within a type, and where it stands."""
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        for inner in get_args(kind):
            yield from _settings(inner, place)
        return
    for name, field in kind.model_fields.items():
        yield name, f"{place}{name}"
        yield from _settings(field.annotation, f"{place}{name}.")


def quarter_bounds(quarter: str) -> tuple[datetime, datetime]:
    """First instant of a quarter, and first instant after it.

    Args:
        quarter: Year and quarter, as in 2017Q4.

    Returns:
        Start (in the quarter) and end (no longer in it).

    Raises:
        EngagementError: `quarter` is not a quarter.

    Example:
        >>> quarter_bounds("2017Q4")[1].isoformat()
        '2018-01-01T00:00:00'
    """
    if not re.fullmatch("(19|20|21)[0-9]{2}Q[1-4]", str(quarter)):
        raise EngagementError(f"'{quarter}' is not a quarter; write it as 2017Q4.")
    first = datetime(int(quarter[:4]), 3 * int(quarter[5]) - 2, 1)
    return first, datetime(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)


def quarter_after(quarter: str, steps: int = 1) -> str:
    """The quarter `steps` later (earlier when negative).

    Example:
        >>> quarter_after("2017Q4"), quarter_after("2017Q4", -4)
        ('2018Q1', '2016Q4')
    """
    start, _ = quarter_bounds(quarter)
    year, number = divmod(start.year * 4 + (start.month - 1) // 3 + steps, 4)
    return f"{year:04d}Q{number + 1}"
