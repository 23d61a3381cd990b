"""New topics that the codebook may lack: what the comments without a topic are about."""

from collections.abc import Collection
from functools import cache

import numpy as np
from pandas import DataFrame

from workbook.feedback.masking import MASK, masked
from workbook.feedback.quotes import GOOD_LENGTH
from workbook.feedback.topics import Sorted
from workbook.intervals import Z95
from workbook.privacy import tells

SHOWN = 10
WITHIN = 0.8
"""Of two terms that stand in the same comments so often, one is told."""
PRIOR = 0.5
"""How many comments are added to each kind for a term, so that a rare one is not certain."""
DUTCH = (
    "mevrouw meneer mevr dhr mr mrs ms aan al alle"
    " alles als altijd andere ben bij bijna daar dan dat de deze die dit doch doen door dus"
    " een eens en er erg ge geen geweest ging goed graag haar had heb hebben heeft heel hem het hier hij"
    " hoe hun iets ik in is ja je jou jouw jullie kan kom kon kunnen maar maken me mee meer men met mij"
    " mijn moet na naar net niet niets nog nu of om omdat ons onze ook op over snel steeds te tegen toch"
    " toen tot u uit uw van veel vind voor waar want waren was wat we wel werd wie wij wil wordt worden"
    " zal ze zeer zei zelf zich zij zijn zo zonder zou nou even gewoon zeker"
)


@cache
def stop_words() -> frozenset[str]:
    """The words of both languages that are about nothing."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(DUTCH.split()) | ENGLISH_STOP_WORDS


@tells()
def suggestions(
    said: Sorted, *, names: Collection[str] = (), keep: Collection[str] = (), minimum: int, shown: int = SHOWN
) -> DataFrame:
    """Words and pairs of words that tell the comments without a topic from those with one.

    Args:
        said: Comments with their topics.
        names: As for `workbook.feedback.quotes.quotes`: names are no topics.
        keep: As there.
        minimum: The fewest people who use a term.
        shown: How many terms, at the most.

    Returns:
        One row per term, the clearest first: term, n (people who use it in a comment without a topic),
        comments, elsewhere (comments with a topic that hold it), z (of the log-odds), quote (a masked comment
        that holds it).

    Source:
        Monroe, Colaresi & Quinn (2008), Fightin' Words, Political Analysis 16(4), p. 372-403: log-odds ratio
        with an informative Dirichlet prior, over comments in place of words.

    Example:
        >>> from workbook.feedback.topics import Sorted
        >>> texts = ["the parking is full"] * 9 + ["no parking here"] * 9 + ["late again"] * 20
        >>> rows = DataFrame({"text": texts, "person": range(38)})
        >>> flags = DataFrame({"late": rows["text"].eq("late again")})
        >>> found = suggestions(Sorted(rows, flags, flags["late"].map({True: "rule", False: ""})), minimum=10)
        >>> found[["term", "n", "elsewhere"]].values.tolist()
        [['parking', 18, 0]]
    """
    columns = ["term", "n", "comments", "elsewhere", "z", "quote"]
    without = said.by.eq("").to_numpy()
    if without.sum() < minimum:
        return DataFrame(columns=columns)
    texts = np.array(said.comments["text"], dtype=object)
    texts[without] = masked(texts[without], names, keep)
    terms, holds = _terms([text.replace(MASK, " | ") for text in texts], without, minimum)
    if not terms:
        return DataFrame(columns=columns)
    inside, outside = (np.asarray(holds[rows].sum(axis=0)).ravel() for rows in (without, ~without))
    z = _log_odds(inside, outside, without.sum(), (~without).sum())
    people = said.comments["person"].to_numpy()
    found = []
    lengths = [len(term.split()) for term in terms]  # of two that tell as much, the phrase
    for at in np.lexsort((terms, np.negative(lengths), -z.round(6))):
        rows = without & np.asarray(holds[:, [at]].todense()).ravel().astype(bool)
        n = len(set(people[rows]))
        if z[at] < Z95 or len(found) == shown:
            break
        if n >= minimum and not any(_same(terms[at], rows, term, others) for term, others in found):
            found.append((terms[at], rows))
    return DataFrame(
        [_row(term, rows, people, texts, terms, outside, z) for term, rows in found], columns=columns
    )


def _terms(texts: list[str], without: np.ndarray, minimum: int):
    """The words and pairs of words that enough comments without a topic hold, and which of all do."""
    from sklearn.feature_extraction.text import CountVectorizer

    options = {"binary": True, "ngram_range": (1, 2), "token_pattern": r"[^\W\d_]{2,}|\|", "dtype": np.int32}
    try:
        first = CountVectorizer(min_df=minimum, **options).fit([texts[at] for at in np.flatnonzero(without)])
    except ValueError:  # no term stands in so many comments
        return [], None
    told = [name for name in first.get_feature_names_out() if not stop_words() & {*name.split()}]
    told = [name for name in told if "|" not in name]
    return told, CountVectorizer(vocabulary=told, **options).transform(texts).tocsr() if told else None


def _log_odds(inside: np.ndarray, outside: np.ndarray, n_in: int, n_out: int) -> np.ndarray:
    """How surely a term stands oftener in one kind of comments: z of the difference of its log-odds."""
    share = (inside + outside + PRIOR) / (n_in + n_out + 2 * PRIOR)
    one, other = inside + share, outside + share
    odds = np.log(one / (n_in + 1 - one)) - np.log(other / (n_out + 1 - other))
    return odds / np.sqrt(1 / one + 1 / other)


def _same(term: str, rows: np.ndarray, other: str, of_other: np.ndarray) -> bool:
    """Whether two terms stand mostly in the same comments; of those that share a word, one in the other's."""
    share = set(term.split()) & set(other.split())
    of = min(rows.sum(), of_other.sum()) if share else (rows | of_other).sum()
    return (rows & of_other).sum() >= WITHIN * of


def _row(term, rows, people, texts, terms, outside, z) -> tuple:
    places = np.flatnonzero(rows)
    quote = min((texts[at] for at in places), key=lambda text: (abs(len(text) - GOOD_LENGTH), text))
    at = terms.index(term)
    return term, len(set(people[rows])), len(places), int(outside[at]), float(z[at]), quote
