"""What the steps found that something could be done about, and what each finding rests on."""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256

import pandas as pd
from pandas import DataFrame

from workbook.privacy import tells
from workbook.understand.insight_links import insights_named

Tables = Mapping[str, DataFrame]
CLEAR = 0.05
LONGEST = 40
"""So many signs of a subject stand in the id of a finding."""
MONEY = ("extra_low", "extra_likely", "extra_high")
COLUMNS = [
    "source",
    "subject",
    "touchpoint",
    "phase",
    "team",
    "insight",
    "verdict",
    "maturity_raises",
    "direction",
    "n",
    "strength",
    *MONEY,
]
BOTTOM_UP, TOP_DOWN = "bottom-up", "top-down"
"""From what customers or colleagues showed or said, or from what the organisation wants."""


@tells()
def findings(tables: Tables) -> DataFrame:
    """Collect from every step what could become an opportunity.

    Args:
        tables: What the steps have published, by name; what is not there adds nothing.

    Returns:
        A row per finding, step by step and the strongest first: source (the exhibit that shows it), subject
        (what it is about, such as a touchpoint or a topic), touchpoint, phase, team, insight, verdict and
        maturity_raises (as table opportunities has it; each blank where it names none), direction
        ("bottom-up" or "top-down"), n (the answers, contacts or customers that it rests on; blank where these
        were not counted), strength (in the measure of its source: opportunity score of 20, share of the
        variance, percentage points, share that keeps a norm, money a year, hours a month, phases short) and
        extra_low, extra_likely, extra_high (money a year, where the step has worked it out).

    Example:
        >>> needs = DataFrame({"touchpoint": ["pay", "help"], "opportunity_score": [13.0, 4.0]})
        >>> found = findings({"needs": needs.assign(fewest=90, band=["high", "not"])})
        >>> found[["source", "subject", "n", "strength"]].values.tolist()
        [['needs', 'pay', 90.0, 13.0]]
    """
    found = [
        {"source": source, **row}
        for source, rows in SOURCES.items()
        if source in tables
        for row in rows(tables)
    ]
    table = DataFrame(found).reindex(columns=COLUMNS)
    places = tables.get("journey_map", DataFrame(columns=["touchpoint", "phase"]))
    phases = places.drop_duplicates("touchpoint").set_index("touchpoint")["phase"]
    return table.assign(
        phase=table["phase"].fillna(table["touchpoint"].map(phases)),
        **{name: table[name].astype(float) for name in ("n", "strength", *MONEY)},
    )


def _rows(table: DataFrame, subject: str, *, n: str = "", strength: str = "") -> Iterable[dict]:
    """The findings of a table, the strongest first."""
    ranked = table.sort_values(strength, ascending=False, kind="stable") if strength else table
    for row in ranked.to_dict("records"):
        kept = {
            name: row[name]
            for name in ("touchpoint", "phase", "team", "insight", "verdict", *MONEY)
            if name in row
        }
        numbers = {"n": row.get(n), "strength": row.get(strength)}
        yield {"subject": row[subject], "direction": BOTTOM_UP, **kept, **numbers}


def _needs(tables: Tables) -> Iterable[dict]:
    table = tables["needs"]
    unmet = table[table["band"].notna() & table["band"].ne("not")]
    return _rows(unmet, "touchpoint", n="fewest", strength="opportunity_score")


def _drivers(tables: Tables) -> Iterable[dict]:
    """Touchpoints that matter much and are rated low, and have an effect of their own."""
    table = tables["drivers"].assign(touchpoint=lambda rows: rows["driver"])
    rated = tables.get("drivers_map", DataFrame(columns=["driver", "improve"]))
    low = table["driver"].isin(rated.loc[rated["improve"].astype(bool), "driver"])
    return _rows(table[low & table["coefficient_low"].gt(0)], "touchpoint", n="n", strength="importance")


def _moments(tables: Tables) -> Iterable[dict]:
    table = tables["decisive_moments"]
    return _rows(table[table["decisive"] & table["clear"]], "touchpoint", strength="importance")


def _topics(tables: Tables) -> Iterable[dict]:
    return _rows(tables["feedback_cases"], "topic", n="contacts_year", strength="cost_year")


def _norms(tables: Tables) -> Iterable[dict]:
    """The norm that is kept least."""
    table = tables["norms_kept"].dropna(subset=["share_kept"]).nsmallest(1, "share_kept")
    return _rows(table, "norm", n="judged", strength="share_kept")


def _insights(tables: Tables) -> Iterable[dict]:
    """Insights that lead to no opportunity yet."""
    table = tables["insight_links"]
    return _rows(table[table["opportunities"].map(len).eq(0)], "text")


def _moves(tables: Tables) -> Iterable[dict]:
    """What goes before a move to a more valuable stage, also beside the customer's own share so far."""
    table = tables["stage_drivers"]
    sure = table["p_holm"].lt(CLEAR) & ~table["own_p_holm"].ge(CLEAR) & table["effect"].gt(0)
    return _rows(table[table["move"].eq("rise") & sure], "driver", n="n", strength="effect")


def _unknown(tables: Tables) -> Iterable[dict]:
    """Touchpoints of which too little is known."""
    table = tables["journey_map"]
    return _rows(table[table["evidence"].eq("none")], "touchpoint", n="n")


def _verdicts(tables: Tables) -> Iterable[dict]:
    """What the team decided on process steps, and would free hours."""
    table = tables["essa_cases"].assign(name=lambda rows: rows["process"] + ": " + rows["step"])
    return _rows(table.rename(columns={"role": "team"}), "name", strength="saved_high")


def _readiness(tables: Tables) -> Iterable[dict]:
    """Preconditions that lag behind what is planned."""
    phases = tables["maturity"].set_index("dimension")["phase"]
    if "plan" not in phases:
        return
    short = (phases["plan"] - phases.drop("plan")).sort_values(ascending=False, kind="stable")
    for dimension, gap in short[short > 0].items():
        raises = f"{dimension}:{int(phases['plan'])}"
        yield {"subject": dimension, "direction": TOP_DOWN, "strength": gap, "maturity_raises": raises}


SOURCES: dict[str, Callable[[Tables], Iterable[dict]]] = {
    "needs": _needs,
    "drivers": _drivers,
    "decisive_moments": _moments,
    "feedback_cases": _topics,
    "norms_kept": _norms,
    "insight_links": _insights,
    "stage_drivers": _moves,
    "journey_map": _unknown,
    "essa_cases": _verdicts,
    "maturity": _readiness,
}
"""Per exhibit what of it could become an opportunity."""
READ = (*SOURCES, "drivers_map")
"""The tables that hold what was found."""
AT_TOUCHPOINTS = ("needs", "drivers", "drivers_map", "decisive_moments", "feedback_cases")
"""Those whose findings are about a touchpoint, and so stand beneath an opportunity there."""


def collected(
    result: Callable[[str, DataFrame], DataFrame], tables: Iterable[str] | None = None
) -> DataFrame:
    """The findings of a quarter.

    Args:
        result: Gives a table that a step has made, or the second argument where none has, as
            `workbook.store.Period.result` does.
        tables: Those that count; all that hold findings when none are named.
    """
    made = {name: result(name, DataFrame()) for name in tables or READ}
    return findings({name: table for name, table in made.items() if len(table)})


@tells()
def evidence(listed: DataFrame, found: DataFrame) -> DataFrame:
    """What was found at the touchpoint of each opportunity, and how many insights it names.

    That something was found there does not say that the opportunity helps: that is for the panel.

    Args:
        listed: The opportunities: opportunity, title, [touchpoint, insights (ids separated by ";")].
        found: As `findings` gives them, of the tables `AT_TOUCHPOINTS`.

    Returns:
        A row per opportunity, those with most beneath them first: opportunity, title, insights (how many it
        names), findings (how many kinds), and source, subject, n and strength (a list each: the strongest
        finding of each kind).

    Example:
        >>> needs = DataFrame({"touchpoint": ["pay"], "opportunity_score": 13.0, "fewest": 90})
        >>> ideas = DataFrame({"opportunity": ["O1", "O2"], "title": "Faq", "touchpoint": ["pay", None]})
        >>> evidence(ideas, findings({"needs": needs.assign(band="high")}))["findings"].tolist()
        [1, 0]
    """
    ideas = listed.reindex(columns=["opportunity", "title", "touchpoint", "insights"])
    counts = found[found["touchpoint"].notna() & found["source"].isin(AT_TOUCHPOINTS)]
    strongest = counts.drop_duplicates(["touchpoint", "source"])
    lists = strongest.groupby("touchpoint")[["source", "subject", "n", "strength"]].agg(list)
    columns = {
        name: [lists[name].get(place, []) for place in ideas["touchpoint"].astype("str").fillna("")]
        for name in lists
    }
    table = ideas[["opportunity", "title"]].assign(
        insights=[len(named) for named in insights_named(ideas["insights"])],
        findings=[len(one) for one in columns["source"]],
        **columns,
    )
    return table.sort_values(["findings", "insights"], ascending=False, kind="stable", ignore_index=True)


@tells()
def with_likeness(found: DataFrame, listed: DataFrame) -> DataFrame:
    """Name what may be the same: opportunities and other findings about the same touchpoint.

    Nothing is put together here: whether two are the same, a person says.

    Args:
        found: As `findings` gives them.
        listed: Table of opportunities: title, [touchpoint].

    Returns:
        The findings with id (source and subject, plain), listed (titles of opportunities at its touchpoint)
        and alike (ids of other findings there).

    Example:
        >>> needs = DataFrame({"touchpoint": ["pay"], "opportunity_score": 13.0, "fewest": 90})
        >>> found = findings({"needs": needs.assign(band="high")})
        >>> ideas = DataFrame({"title": ["Faq"], "touchpoint": ["pay"]})
        >>> with_likeness(found, ideas)[["id", "listed"]].values.tolist()
        [['needs-pay', ['Faq']]]
    """
    subject = found["insight"].fillna(found["subject"]).map(_plain)
    ids = found["source"].astype("str") + "-" + subject.astype("str")
    same = ids.duplicated(keep=False)
    ids = ids.where(~same, ids + "-" + found["subject"].map(_mark).astype("str"))
    place = found["touchpoint"].astype("str").fillna("")
    ideas = listed.reindex(columns=["title", "touchpoint"])
    at = [ideas.loc[ideas["touchpoint"].eq(name), "title"].tolist() if name else [] for name in place]
    alike = [
        ids[place.eq(name) & ids.ne(own)].tolist() if name else []
        for name, own in zip(place, ids, strict=True)
    ]
    return found.assign(id=ids, listed=pd.Series(at, found.index), alike=pd.Series(alike, found.index))


def _plain(text: str) -> str:
    """A text as a part of an id: letters, digits and hyphens; a long one is cut, and gets a mark."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in str(text).casefold())
    plain = "-".join(part for part in kept.split("-") if part)
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST].rstrip('-')}-{_mark(plain)}"


def _mark(text: str) -> str:
    """Six signs that tell a text from others."""
    return sha256(str(text).encode()).hexdigest()[:6]
