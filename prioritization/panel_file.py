"""The file of experts' scores that the command line is given: one expert or fifty."""

from dataclasses import dataclass
from pathlib import Path

from pandas import DataFrame, Series

from prioritization.errors import OpportunitiesError, ScoreError, did_you_mean, fault_list
from prioritization.headings import bare_heading
from prioritization.panel.ratings import latest_round
from prioritization.panel.verdicts import panel_scores
from prioritization.parsing import numbers, text
from prioritization.score_methods import criterion, headings_by_name, method_named, scored
from prioritization.scoring.methods import METHODS, PIE
from prioritization.table_file import table_file, with_line_numbers

WORDS = {
    **dict.fromkeys(("expert", "deskundige", "respondent", "who", "wie", "scorer"), "expert"),
    **dict.fromkeys(
        ("opportunity", "kans", "idea", "idee", "feature", "initiative", "initiatief"), "opportunity"
    ),
    **dict.fromkeys(("key", "issue_key", "id"), "opportunity"),
    **dict.fromkeys(("criterion", "criterium", "criteria"), "criterion"),
    **dict.fromkeys(("score", "rating", "points", "punten", "cijfer"), "score"),
    **dict.fromkeys(("round", "ronde"), "round"),
    **{"abstained": "abstained", "onthouden": "abstained", "onthouding": "abstained"},
}


@dataclass(frozen=True, eq=False)
class PanelFile:
    """What experts gave: expert, round, opportunity, criterion and score, and sentences on the file."""

    scores: DataFrame
    notes: tuple[str, ...]


def is_panel_header(headings: list[str]) -> bool:
    """Say whether a row of headings is that of scores of experts.

    Example:
        >>> is_panel_header(["Expert", "Idee", "Criterium", "Score"])
        True
    """
    words = {WORDS.get(bare_heading(name)) for name in headings}
    return {"expert", "criterion"} <= words


def panel_in(path: Path) -> PanelFile:
    """Read the scores of experts.

    Args:
        path: A file as `table_file` reads it: a row per expert, opportunity and criterion, with its score,
            and perhaps its round and whether the expert abstained.

    Returns:
        The scores; where there is no round, it is the first.

    Raises:
        ScoreError: A column is missing, or a score is no number.
    """
    try:
        file = table_file(path, is_panel_header)
    except OpportunitiesError as error:
        raise ScoreError(str(error)) from error
    names = {name: WORDS[word] for name in file.table if (word := bare_heading(name)) in WORDS}
    table = file.table.rename(columns=names)
    missing = [name for name in ("expert", "opportunity", "criterion", "score") if name not in table]
    faults = [f"column '{name}' is missing{did_you_mean(name, file.table.columns)}" for name in missing]
    faults += [f"column '{name}' appears twice" for name in table.columns[table.columns.duplicated()]]
    if not faults:
        table = table.assign(round=table["round"].fillna(1) if "round" in table else 1)
        table["criterion"] = [criterion(text(cell)) for cell in table["criterion"]]
        table["score"] = _read(table, faults)
    if faults:
        raise ScoreError(fault_list(path.name, faults))
    return PanelFile(table, file.notes)


def _read(table: DataFrame, faults: list[str]) -> Series:
    """The scores as numbers; blank where the expert gave none, who then abstained."""
    plain = table.reset_index(drop=True)
    found: list[str] = []
    read = numbers(plain, "score", found, blank=float("nan"))
    faults += [with_line_numbers(fault, table.index) for fault in found]
    return read.set_axis(table.index)


def with_panel(table: DataFrame, panel: PanelFile, method: str | None) -> tuple[DataFrame, list[str]]:
    """Give opportunities the scores of a panel: the median of the experts, in the latest round.

    Args:
        table: A row per opportunity, with `opportunity` and perhaps `title`.
        panel: The experts' scores, of opportunities by id or title.
        method: One of `METHODS`; without it, the one whose criteria were scored.

    Returns:
        The table with `score`, blank where no expert scored every criterion, and sentences that say by which
        method, who scored, and where the panel does not agree.

    Raises:
        ScoreError: The scores have faults.
        OpportunitiesError: They are of no method, or of opportunities that are not in the table.
    """
    given = _of_known(panel.scores, table)
    experts = given["expert"].map(text).nunique()
    if method in (None, "pie") and set(given["criterion"]) <= set(PIE.columns):
        scores, notes = _pie(given, experts)
    else:
        scores, notes = _by_method(given, method, experts)
    ids = table["opportunity"].map(text)
    if not ids.isin(scores).any():
        raise OpportunitiesError("No opportunity was scored by an expert on every criterion.")
    return table.assign(score=ids.map(scores)), notes


def _of_known(scores: DataFrame, table: DataFrame) -> DataFrame:
    """The scores by id; refused where an opportunity is not in the table."""
    ids = table["opportunity"].map(text).tolist()
    titles = table["title"].map(text).tolist() if "title" in table else ids
    id_of = {title.casefold(): name for title, name in zip(titles, ids, strict=True)} | {i: i for i in ids}
    named = scores["opportunity"].map(text)
    found = named.map(lambda name: id_of.get(name, id_of.get(name.casefold(), "")))
    unknown = dict.fromkeys(named[found.eq("")])
    if unknown:
        raise OpportunitiesError(
            fault_list(
                "The experts' scores",
                [
                    f"'{name}' is not an opportunity of the table{did_you_mean(name, titles)}"
                    for name in unknown
                ],
            )
        )
    return scores.assign(opportunity=found)


def _pie(given: DataFrame, experts: int) -> tuple[dict[str, float], list[str]]:
    blank = given["score"].isna()
    said = given.get("abstained", "no")
    try:
        panel = latest_round(panel_scores(given.assign(abstained=blank.map({True: "yes"}).fillna(said))))
    except ScoreError as error:
        raise ScoreError(with_line_numbers(str(error), given.index)) from None
    panel = panel[panel["median"].notna()]
    who = "of one expert" if experts == 1 else f"the median of {experts} experts"
    notes = [f"Scores by PIE, {who}: {PIE.formula}."]
    for verdict, words in (
        ("no consensus", "does not agree on"),
        ("unstable", "still moved between rounds on"),
    ):
        names = panel.loc[panel["verdict"].eq(verdict), "opportunity"].tolist()
        if names and experts > 1:
            notes.append(f"The panel {words}: {', '.join(names)}.")
    return dict(zip(panel["opportunity"], panel["median"], strict=True)), notes


def _by_method(given: DataFrame, method: str | None, experts: int) -> tuple[dict[str, float], list[str]]:
    latest = latest_round(given)
    medians = latest.groupby(["opportunity", "criterion"])["score"].median().unstack()
    named = headings_by_name(medians)
    asked = METHODS.values() if method is None else [method_named(method, named)]
    whole = next((one.columns for one in asked if set(one.columns) <= set(named)), None)
    if whole is None:
        found = ", ".join(map(str, medians.columns))
        raise OpportunitiesError(f"The experts' scores make no score: their criteria are {found}.")
    medians = medians.dropna(subset=[named[name] for name in whole])
    try:
        table, note = scored(medians, method)
    except OpportunitiesError as error:
        raise ScoreError(with_line_numbers(str(error), medians.index)) from None
    formula = note.partition(", of columns")[0]
    if experts == 1:
        return table["score"].to_dict(), [f"{formula}, of one expert."]
    who = f"of the medians of {experts} experts per criterion"
    return table["score"].to_dict(), [f"{formula}, {who}. Whether they agree is told for PIE only."]
