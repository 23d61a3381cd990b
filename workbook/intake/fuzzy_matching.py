"""Fuzzy identity matching (Splink): misspelled names, new numbers."""

import logging
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import pandas as pd

from workbook.errors import MeasureError
from workbook.intake.identities import IDENTITY, Keys, components, identity_nodes, keys_of
from workbook.intake.matching_values import normalised, usability

if TYPE_CHECKING:
    from splink import Linker

LEAST = 100
"""Fewer identities than this say too little about how often people who differ agree by chance."""


def likely_links(
    identities: pd.DataFrame,
    keys: Keys,
    *,
    columns: Sequence[str] | None = None,
    threshold: float = 0.5,
    within_source: bool = False,
    pairs_per_identity: int = 10,
    phone_prefix: str = "31",
    seed: int = 1,
) -> pd.DataFrame:
    """Likely links, with their probability, of identities that `customer_keys` did not join.

    The model of Fellegi and Sunter, fitted without known pairs: how often people who differ agree on a
    column is counted in random pairs; how often one person's records agree, and how many pairs are of one
    person, by expectation maximisation. All identities teach the model; a link has an identity that was
    left on its own at one end at least. Only pairs that agree on a column, or on two columns where one
    would give too many pairs, are looked at.

    Args:
        identities: As given to `customer_keys`, with further columns of text: names, date of birth, street.
        keys: From `customer_keys`.
        columns: What to compare, three columns at least; by default all but the declared id that are filled
            in two sources.
        threshold: Least probability of a link, 0 to 1.
        within_source: Whether two identities of one source may be one customer.
        pairs_per_identity: A column that gives more pairs than this does not choose pairs on its own.
        phone_prefix: As given to `customer_keys`.
        seed: For the random pairs.

    Returns:
        source, source_id, to_source, to_source_id, rule (likeness), probability; the likeliest first.
        The sum of 1 - probability is the number of links that are expected to be wrong.

    Raises:
        MeasureError: splink is not installed; there are fewer than 100 identities or three columns; or too
            few columns choose pairs.

    Source:
        Fellegi & Sunter (1969), Journal of the American Statistical Association 64, p. 1183-1210; Linacre
        et al. (2022), International Journal of Population Data Science 7(3) (splink).
    """
    nodes = identity_nodes(identities)
    records, kinds = _records(nodes, keys, columns, within_source, phone_prefix)
    if not records["alone"].any() or (records["source"].nunique() < 2 and not within_source):
        return _links(nodes, pd.DataFrame(columns=["match_probability", "unique_id_l", "unique_id_r"]))
    _enough(records, kinds)
    rules = _rules(records, list(kinds), pairs_per_identity * len(records), within_source)
    linker = _linker(records, kinds, rules, within_source)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=seed)
    for rule in _teachers(rules):
        linker.training.estimate_parameters_using_expectation_maximisation(
            _agree(rule),
            estimate_without_term_frequencies=True,
            populate_probability_two_random_records_match_from_trained_values=True,
        )
    predictions = linker.inference.predict(threshold_match_probability=threshold, warning_mode="never")
    return _links(nodes, predictions.as_pandas_dataframe())


def _records(
    nodes: pd.DataFrame, keys: Keys, columns: Sequence[str] | None, within_source: bool, phone_prefix: str
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Normalised columns under names that are safe in SQL, and whether each holds a code or a name."""
    names = [name for name in columns or nodes.columns if name not in (*IDENTITY, "customer_id")]
    customer = keys.identities["customer_id"]
    records = pd.DataFrame({"unique_id": nodes.index, "source": nodes["source"]})
    records["alone"] = customer.groupby(customer).transform("size").eq(1)
    kinds = {}
    for at, name in enumerate(names):
        normal = keys.normal.get(name)
        if normal is None:
            normal = normalised(nodes[name], name, phone_prefix=phone_prefix)
        value = normal.where(usability(normal, name, phone_prefix=phone_prefix).eq("used"))
        if columns or within_source or nodes.loc[value.notna(), "source"].nunique() > 1:
            digits, signs = value.str.count(r"\d").sum(), value.str.len().sum()
            kinds[f"column_{at}"] = "code" if digits * 2 > signs else "name"
            records[f"column_{at}"] = value
    return records, kinds


def _enough(records: pd.DataFrame, kinds: dict[str, str]) -> None:
    if len(records) < LEAST or len(kinds) < 3:
        raise MeasureError(
            f"Likeness cannot be learned: there are {len(records):,} identities and {len(kinds)} columns to "
            f"compare, it takes {LEAST} identities and 3 columns filled in two sources. Add columns to table "
            "'identities', or recognise by equal values only."
        )


def _rules(
    records: pd.DataFrame, columns: list[str], most: int, within_source: bool
) -> dict[tuple[str, ...], int]:
    """Columns that pairs must agree on, and how many pairs that gives: few enough to look at, not none."""
    alone = {(name,): _pair_count(records, [name], within_source) for name in columns}
    broad = [name for (name,), n in alone.items() if n > most]
    both = {pair: _pair_count(records, [*pair], within_source) for pair in combinations(broad, 2)}
    usable = {rule: n for rule, n in (alone | both).items() if 0 < n <= most}
    if len(_teachers(usable)) < 2:
        raise MeasureError(
            f"Likeness cannot be learned: {len(usable)} of {len(columns)} columns have equal values in "
            f"different identities and at most {most:,} such pairs, it takes 2. Add a column that tells "
            "people apart, such as a date of birth."
        )
    return usable


def _pair_count(records: pd.DataFrame, columns: list[str], within_source: bool) -> int:
    counts = records.groupby(columns).size()
    in_source = counts if within_source else records.groupby([*columns, "source"]).size()
    return int((counts**2).sum() - (in_source if within_source else in_source**2).sum()) // 2


def _teachers(rules: dict[tuple[str, ...], int]) -> list[tuple[str, ...]]:
    """Two rules without a column in common, so that each column is free in one of them; the broadest."""
    broadest = sorted(rules, key=lambda rule: (-rules[rule], rule))
    apart = (pair for pair in combinations(broadest, 2) if not set(pair[0]) & set(pair[1]))
    return list(next(apart, ()))


def _agree(rule: tuple[str, ...]) -> str:
    return " and ".join(f"l.{name} = r.{name}" for name in rule)


def _linker(
    records: pd.DataFrame, kinds: dict[str, str], rules: dict[tuple[str, ...], int], within_source: bool
) -> "Linker":
    try:
        from splink import DuckDBAPI, Linker, SettingsCreator
        from splink.comparison_library import DamerauLevenshteinAtThresholds, JaroWinklerAtThresholds
    except ImportError as error:
        raise MeasureError(
            "Likeness needs splink, which is not installed. Install it with: pip install 'cx-workbook[link]'."
        ) from error
    levels = {
        "code": lambda name: DamerauLevenshteinAtThresholds(name, [1, 2]),
        "name": lambda name: JaroWinklerAtThresholds(name, [0.92, 0.8]),
    }
    backend = DuckDBAPI()
    tables = [rows.drop(columns="source") for _, rows in records.groupby("source")]
    several = "link_and_dedupe" if within_source else "link_only"
    settings = SettingsCreator(
        link_type=several if len(tables) > 1 else "dedupe_only",
        comparisons=[
            levels[kind](name).configure(term_frequency_adjustments=True) for name, kind in kinds.items()
        ],
        blocking_rules_to_generate_predictions=[f"{_agree(rule)} and (l.alone or r.alone)" for rule in rules],
        retain_matching_columns=False,
    )
    inputs = [backend.register(rows, dataset_display_name=f"source_{at}") for at, rows in enumerate(tables)]
    return Linker(inputs, settings, log_level=logging.ERROR)


def _links(nodes: pd.DataFrame, predictions: pd.DataFrame) -> pd.DataFrame:
    """Pairs of rows as links: the later identity to the first."""
    ends = predictions[["unique_id_l", "unique_id_r"]].astype("int64")
    pairs = pd.DataFrame({"node": ends.max(axis=1), "to": ends.min(axis=1)})
    pairs["probability"] = predictions["match_probability"].astype("float64")
    pairs = pairs.sort_values(["probability", "node", "to"], ascending=[False, True, True], ignore_index=True)
    here = nodes.loc[pairs["node"], IDENTITY].reset_index(drop=True)
    there = nodes.loc[pairs["to"], IDENTITY].set_axis(["to_source", "to_source_id"], axis=1)
    links = pd.concat([here, there.reset_index(drop=True)], axis="columns")
    return links.assign(rule="likeness", probability=pairs["probability"])


def with_likely_links(keys: Keys, links: pd.DataFrame, *, within_source: bool = False) -> Keys:
    """The keys after joining likely links too.

    Customers that a chain of links would join though they have different declared ids, or an identity in
    the same source, stay apart: the least likely link of the chain is dropped, until none does.

    Args:
        keys: From `customer_keys`.
        links: From `likely_links`; drop rows first for a higher threshold.
        within_source: As given to `likely_links`.

    Returns:
        New keys; their links are those of `keys` and the likely ones that were kept, with their probability.

    Example:
        >>> from workbook.intake.identities import customer_keys
        >>> keys = customer_keys(pd.DataFrame({"source": ["a", "b", "b"], "source_id": ["1", "2", "3"]}))
        >>> links = pd.DataFrame({"source": ["b", "b"], "source_id": ["2", "3"], "to_source": ["a", "a"],
        ...                       "to_source_id": ["1", "1"], "rule": "likeness", "probability": [0.9, 0.8]})
        >>> with_likely_links(keys, links).identities["customer_id"].tolist()
        ['a:1', 'a:1', 'b:3']
    """
    table = keys.identities
    unit = pd.Series(pd.factorize(table["customer_id"])[0], index=table.index)
    likely = _rows(table, links)
    kept = _apart(table.assign(unit=unit), likely, unit, within_source)
    pairs = pd.concat([_rows(table, keys.links), kept], ignore_index=True)
    named = table[[*IDENTITY, "declared_id"]]
    return keys_of(named, pairs, keys.conflicts, keys.values, keys.normal)


def _rows(table: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Links as pairs of rows of the table of identities."""
    place = pd.MultiIndex.from_frame(table[IDENTITY])
    ends = {
        "node": place.get_indexer(pd.MultiIndex.from_frame(links[IDENTITY])),
        "to": place.get_indexer(pd.MultiIndex.from_frame(links[["to_source", "to_source_id"]])),
    }
    return pd.DataFrame(ends).assign(rule=links["rule"].array, probability=links["probability"].array)


def _apart(table: pd.DataFrame, likely: pd.DataFrame, unit: pd.Series, within_source: bool) -> pd.DataFrame:
    """The links that are left when no chain joins what must stay apart; a unit is a customer so far."""
    likely = likely.sort_values(["probability", "node", "to"], ascending=[True, False, False])
    ends = likely.assign(node=likely["node"].map(unit), to=likely["to"].map(unit))
    table = table[table["unit"].isin(ends["node"]) | table["unit"].isin(ends["to"])]
    ids = table[["unit", "declared_id"]].dropna().drop_duplicates()
    sources = table[["unit", "source"]].drop_duplicates()
    while True:
        labels = components(len(unit), ends)
        wrong = set(_several(ids["declared_id"], labels[ids["unit"]]))
        if not within_source:
            of_source = labels[sources["unit"]].to_numpy()
            twice = sources.assign(label=of_source).duplicated(["label", "source"])
            wrong |= set(of_source[twice.to_numpy()])
        weakest = ends["node"].map(labels)
        weakest = weakest[weakest.isin(wrong)].drop_duplicates().index
        if weakest.empty:
            return likely.loc[ends.index].sort_index()
        ends = ends.drop(weakest)


def _several(values: pd.Series, labels: pd.Series) -> pd.Index:
    n = values.groupby(labels.to_numpy()).nunique()
    return n.index[n > 1]
