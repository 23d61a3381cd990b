"""Topics of comments: how many people raise each, whether more do, and how those who do score us."""

import pandas as pd

from workbook.chapters import score_words
from workbook.chapters.understand._topics import topic_names
from workbook.differences import CLEAR
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, as_facts, chart, table_exhibit
from workbook.phrases import Phrase, between, phrases, sayer, show

say = sayer(__name__)
POINTS = 100


def exhibit(
    topics: pd.DataFrame, totals: pd.DataFrame, quotes: pd.DataFrame, engagement: Engagement
) -> Exhibit:
    """What is said most, what is said more often than before, and by whom we are scored lower.

    Args:
        topics: As `workbook.feedback.topics.topics` gives them, as may be shown.
        totals: Of `workbook.feedback.topics.totals`, one row.
        quotes: One masked comment per topic, or none.
        engagement: The settings.
    """
    whole, shown = totals.iloc[0], topics[topics["n"].gt(0)].reset_index(drop=True)
    shown = shown.assign(name=topic_names(shown["topic"], engagement))
    measure = topics["measure"].iloc[0] if len(topics) else "nps"
    columns = [
        Column("name", say("topic")),
        Column("people", say("people"), kind="range"),
        *(
            [Column("since", say("since", wave=whole["wave_before"]), kind="range")]
            * bool(whole["wave_before"])
        ),
        Column("scored", say("score", name=score_words.name(measure)), kind="range"),
        Column("quote", say("quote")),
    ]
    enough = shown["n"].ge(engagement.minimum_group)
    return table_exhibit(
        _worded(shown[enough], quotes.set_index("topic")["quote"]),
        columns,
        title=_title(shown, whole),
        findings=phrases(
            *_changes(shown, whole),
            *_gaps(shown),
            _few(shown[~enough], engagement),
            _without(whole),
            _sorted_by(whole),
            say("association"),
        ),
        note=_note(topics, engagement),
        tables=("answers", *(["touchpoints"] if whole["contacts"] else [])),
        chart=_map(shown),
        alt=say("alt"),
    )


def _worded(shown: pd.DataFrame, quotes: pd.Series) -> pd.DataFrame:
    rows = [row._asdict() for row in shown.itertuples()]
    said = quotes.reindex(shown["topic"]).to_numpy(object)
    return shown.assign(
        people=[say("raised", **as_facts(row, "n", "share")) for row in rows],
        since=[_points(row, "change") for row in rows],
        scored=[_score(row) for row in rows],
        quote=[say("quoted", text=text) if isinstance(text, str) else "–" for text in said],
    )


def _points(row: dict, name: str) -> Phrase:
    ends = [POINTS * row[f"{name}_{end}"] for end in ("low", "high")]
    return say("with_interval", number=show(POINTS * row[name], "signed"), ends=between(*ends, "signed"))


def _score(row: dict) -> Phrase:
    if pd.isna(row["score"]):
        return "–"
    form = score_words.form(row["measure"])
    ends = between(row["score_low"], row["score_high"], form)
    return say("with_interval", number=show(row["score"], form), ends=ends)


def _note(topics: pd.DataFrame, engagement: Engagement) -> Phrase:
    known = topics[topics["question"].ne("")]
    facts = {"minimum": engagement.minimum_group}
    if known.empty:
        return say("note.unscored", **facts)
    return say("note", what=score_words.definition(known.iloc[0], engagement), **facts)


def _map(shown: pd.DataFrame) -> dict | None:
    """Each topic by how many raise it and how they score us; none where that is known of fewer than two."""
    known = shown.dropna(subset=["score"])
    if len(known) < 2:
        return None
    kinds = [say("kind.more"), say("kind")]
    more = known["p"].lt(CLEAR) & known["change"].gt(0)
    return chart(
        "dot_map",
        known.assign(kind=[kinds[0] if is_more else kinds[1] for is_more in more]),
        name="name",
        x="share",
        y="score",
        kind="kind",
        kinds=kinds if more.any() else kinds[1:],
        y_low="score_low",
        y_high="score_high",
        x_form="percent",
        y_form="num",
        axes=[say("axis.people"), say("score", name=score_words.name(known["measure"].iloc[0]))],
    )


def _title(shown: pd.DataFrame, whole: pd.Series) -> Phrase:
    if whole["comments"] == 0:
        return say("title.none")
    if shown.empty:
        return say("title.unsorted", n=whole["comments"])
    most = shown.loc[shown["n"].eq(shown["n"].max()), "name"].tolist()
    key = "title" if len(most) == 1 else "title.tie"
    return say(key, names=most, count=shown["n"].max(), share=shown["share"].max(), people=whole["people"])


def _changes(shown: pd.DataFrame, whole: pd.Series) -> list[Phrase]:
    """What is raised clearly more often than in the wave before, and less; or that nothing is."""
    if not whole["wave_before"]:
        return [say("first")]
    clear = shown[shown["p"].lt(CLEAR)]
    found = [
        say(key, names=clear.loc[part, "name"].tolist(), wave=whole["wave_before"])
        for key, part in (("more", clear["change"] > 0), ("less", clear["change"] < 0))
        if part.any()
    ]
    return found or [say("same", wave=whole["wave_before"])]


def _gaps(shown: pd.DataFrame) -> list[Phrase]:
    """Who raises what scores us clearly lower, or higher, than others who say something."""
    if shown["gap_p"].isna().all():
        return []
    clear = shown[shown["gap_p"].lt(CLEAR)]
    found = [
        say(key, names=clear.loc[part, "name"].tolist())
        for key, part in (("lower", clear["gap"] < 0), ("higher", clear["gap"] > 0))
        if part.any()
    ]
    return found or [say("alike")]


def _few(few: pd.DataFrame, engagement: Engagement) -> Phrase | None:
    """The topics that are counted, and of which nothing else is told."""
    names, minimum = few["name"].tolist(), engagement.minimum_group
    return say("few", names=names, minimum=minimum) if names else None


def _without(whole: pd.Series) -> Phrase | None:
    n, comments = whole["without"], whole["comments"]
    return say("without", n=n, share=n / comments, comments=comments) if comments else None


def _sorted_by(whole: pd.Series) -> Phrase | None:
    """By what comments were sorted, where it was not by the words of the codebook alone."""
    if not whole["given"] + whole["learned"]:
        return None
    return say("sorted", **as_facts(whole, "rule", "given", "learned"))
