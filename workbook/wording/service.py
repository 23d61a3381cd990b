"""What the service norms show, in words: the title of each exhibit, and what it means."""

import pandas as pd

from workbook.wording.words import Text, Words


def norms_kept_title(table: pd.DataFrame, words: Words) -> Text:
    """The norm that is kept least, and whether it is clearly the least."""
    known = table.dropna(subset=["share_kept"]).sort_values("share_kept")
    if known.empty:
        return words.say("norms.title.few")
    least, others = known.iloc[0], known.iloc[1:]
    if least["share_kept"] == known["share_kept"].max() == 1 and len(others):
        return words.say("norms.title.all", judged=int(known["judged"].max()))
    close = others[others["low"] <= least["high"]]
    facts = {"norm": words.norm(least["norm"]), "judged": int(least["judged"])}
    facts |= {"share": least["share_kept"], "low": least["low"], "high": least["high"]}
    if len(close):
        return words.say("norms.title.close", other=words.norm(close["norm"].iloc[0]), **facts)
    return words.say("norms.title.clear" if len(others) else "norms.title.one", **facts)


def norms_kept(table: pd.DataFrame, reason: str, words: Words) -> Text:
    """What changed since the last quarter, and who is not judged; or what to do to have norms."""
    if reason:
        return words.say(f"norms.{reason}")
    better = _names(table[table["change_low"] > 0], words)
    worse = _names(table[table["change_high"] < 0], words)
    same = table["change"].notna().any() and not better + worse
    return words.text(
        words.say("norms.better", names=better) if better else "",
        words.say("norms.worse", names=worse) if worse else "",
        words.say("norms.same") if same else "",
        words.say("norms.judged", minimums=_minimums(words)),
    )


def _names(table: pd.DataFrame, words: Words) -> list[str]:
    return [words.norm(name) for name in table["norm"]]


def _minimums(words: Words) -> str:
    """From how many cases each norm is judged; norms that ask the same together."""
    names: dict[int, list[str]] = {}
    for norm in words.engagement.norms:
        names.setdefault(norm.minimum, []).append(words.norm(norm.name))
    return "; ".join(
        words.say("norms.minimum", n=minimum, names=same) for minimum, same in sorted(names.items())
    )


def quality_scores_title(table: pd.DataFrame, words: Words) -> Text:
    """The mean score of the last quarter, and whether it changed."""
    now = table.iloc[-1]
    if pd.isna(now["score"]):
        return words.say("quality_scores.title.few")
    clear = now["change_low"] > 0 or now["change_high"] < 0
    key = ".first" if pd.isna(now["change"]) else ".changed" if clear else ""
    facts = {name: now[name] for name in ("score", "low", "high", "change", "change_low", "change_high")}
    return words.say(f"quality_scores.title{key}", **facts)


def quality_scores(strikes: pd.DataFrame, words: Words) -> Text | None:
    """The strikes, who is at risk, and how the score differs from them."""
    if strikes.empty:
        return None
    now, rule = strikes.iloc[0], words.engagement.strikes
    said = []
    if pd.notna(now["given"]):
        facts = {name: now[name] for name in ("given", "expired", "active")}
        key = "quality_scores.at_risk" if now["at_risk"] else "quality_scores.safe"
        said = [
            words.say("quality_scores.strikes", present=now["n"], **facts),
            words.say(key, n=int(now["at_risk"]), limit=rule.limit),
        ]
    return words.text(
        *said, words.say("quality_scores.rule", n=rule.expires_after), words.say("quality_scores.fair")
    )


def norms_by_size_title(table: pd.DataFrame, words: Words) -> Text:
    """On which norms small and large serve differently."""
    lower = _names(table[table["met_share_high"] < 0], words)
    higher = _names(table[table["met_share_low"] > 0], words)
    key = "both" if lower and higher else "lower" if lower else "higher" if higher else "same"
    return words.say(f"norms_by_size.title.{key}", names=lower or higher, others=higher)


def norms_by_size(table: pd.DataFrame, reason: str, words: Words) -> Text | None:
    """How far small and large are apart, and where that is chance on few cases."""
    if reason:
        return None
    if not table["met_share_difference"].notna().any():
        return words.say("norms_by_size.few")
    apart = table["met_share_high"].lt(0) | table["met_share_low"].gt(0)
    differs = [
        words.say(
            "norms_by_size.within",
            norm=words.norm(row.norm),
            small=row.met_share_small,
            large=row.met_share_large,
            difference=row.met_share_difference,
            low=row.met_share_low,
            high=row.met_share_high,
        )
        for row in table[apart].itertuples()
    ]
    return words.text(
        *differs,
        _by_chance("norms_by_size.less", table[~apart & table["kept_high"].lt(0)], words),
        _by_chance("norms_by_size.more", table[~apart & table["kept_low"].gt(0)], words),
        words.say("norms_by_size.association"),
    )


def _by_chance(key: str, table: pd.DataFrame, words: Words) -> Text:
    """Norms kept more or less often by small ones, whose cases show no clear difference."""
    if table.empty:
        return Text("")
    most = table.loc[(table["chance_small"] - table["chance_large"]).abs().idxmax()]
    facts = {"small": most["chance_small"], "large": most["chance_large"]}
    return words.say(key, names=_names(table, words), norm=words.norm(most["norm"]), **facts)
