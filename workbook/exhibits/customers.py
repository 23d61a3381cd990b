"""Exhibits of step 1: who the customers are."""

import pandas as pd

from workbook.exhibits import charts
from workbook.exhibits.exhibit import Column, Exhibit, table_exhibit
from workbook.wording import Words, titles


def order_quality(table: pd.DataFrame, words: Words) -> Exhibit:
    """Which order lines and customers a rule concerns, and what is done with them."""
    shown = table.assign(
        name=words.labels("quality." + table["rule"]), action=words.labels("action." + table["rule"])
    )
    columns = [
        Column("name", words.label("rule")),
        Column("n", words.label("lines_or_customers"), "int"),
        Column("of", words.label("of"), "int"),
        Column("share", words.label("share"), "percent1"),
        Column("action", words.label("action")),
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="order_quality",
        title=titles.order_quality(table, words),
        note=words.say("quality.note"),
        **words.rests_on("transactions"),
    )


def recognition(shown: pd.DataFrame, facts: pd.DataFrame, words: Words) -> Exhibit | None:
    """Per source how many of its identities are known in another source too; nothing without identities."""
    if shown.empty:
        return None
    offline = shown["name"].isin(words.engagement.keys.offline_sources)
    rows = shown.assign(kind=offline.map({True: words.label("offline"), False: words.label("online")}))
    columns = [
        Column("name", words.label("source")),
        *([Column("kind", words.label("kind_of_source"))] if offline.any() else []),
        Column("of", words.label("identities"), "int"),
        Column("n", words.label("known_elsewhere"), "int"),
        Column("share", words.label("share"), "percent"),
    ]
    return table_exhibit(
        rows,
        columns,
        words,
        name="recognition",
        title=titles.recognition(facts, words),
        note=words.say("keys.note"),
        **words.rests_on("identities"),
    )


def concentration(table: pd.DataFrame, words: Words) -> Exhibit:
    """Share of the revenue that the customers who spend most bring together."""
    return Exhibit(
        name="concentration",
        title=titles.concentration(table, words),
        chart=charts.rising_line(
            table,
            words,
            x="share_of_customers",
            y="share_of_value",
            axes=(words.label("share_of_base_so_far"), words.label("share_of_revenue")),
        ),
        alt=words.say("concentration.alt"),
        note=words.say("concentration.note", days=words.engagement.days_counted),
        **words.rests_on("transactions"),
    )


def outlook(found, shown: pd.DataFrame, words: Words) -> Exhibit:
    """What the customers of each stage are expected to bring, with its interval unless that is too narrow."""
    rows = shown.assign(
        stage=[words.stage(name) for name in shown["group"]],
        between=[words.between(*ends, "money") for ends in zip(shown["low"], shown["high"], strict=True)],
    )
    columns = [
        Column("stage", words.label("stage")),
        Column("n", words.label("n"), "int"),
        Column("purchases", words.label("days_with_a_purchase"), "int"),
        Column("value", words.label("expected_value"), "money"),
        *([] if found.vague else [Column("between", words.label("interval"), kind="range")]),
        Column("value_per_customer", words.label("value_per_customer_shown"), "money"),
    ]
    rule = words.engagement.outlook
    return table_exhibit(
        rows,
        columns,
        words,
        name="outlook",
        title=titles.outlook(found, words),
        note=words.say("outlook.note", quarters=rule.quarters, discount=words.engagement.plan.discount),
        **words.rests_on("transactions"),
    )


def value_bands(table: pd.DataFrame, words: Words) -> Exhibit:
    """The bands by value: how few customers bring the first part of the revenue, and the next."""
    columns = [
        Column("group", words.label("value_band")),
        Column("n", words.label("n"), "int"),
        Column("share_of_customers", words.label("share_of_customers"), "percent"),
        Column("share_of_value", words.label("share_of_value"), "percent"),
        Column("value_per_customer", words.label("value_per_customer_shown"), "money"),
    ]
    return table_exhibit(
        table,
        columns,
        words,
        name="value_bands",
        title=titles.value_bands(table, words),
        note=words.say("bands.note", days=words.engagement.days_counted),
        **words.rests_on("transactions"),
    )


def value_of_groups(table: pd.DataFrame, rule: pd.DataFrame, sure: bool, words: Words) -> Exhibit:
    """What each group brings now and is expected to bring, for every way to group the customers.

    What is expected is in the title, and has its interval, only where it may be planned on (`Outlook.sure`).
    """
    kinds = table["grouping"].mask(table["grouping"].duplicated())
    shown = table.assign(
        kind=[words.label(f"grouping.{kind}") if pd.notna(kind) else "" for kind in kinds],
        name=[
            titles.group_name(row.grouping, row.group, rule, words, cut="cut.short")
            for row in table.itertuples()
        ],
        between=[words.between(*ends, "money") for ends in zip(table["low"], table["high"], strict=True)],
    )
    columns = [
        Column("kind", words.label("grouping")),
        Column("name", words.label("group")),
        Column("n", words.label("n"), "int"),
        Column("share_of_customers", words.label("share_of_customers"), "percent"),
        Column("share_of_value", words.label("share_of_value"), "percent"),
        Column("share_of_expected", words.label("share_of_expected"), "percent"),
        Column("value", words.label("revenue"), "money"),
        Column("expected", words.label("expected_value"), "money"),
        *([Column("between", words.label("interval"), kind="range")] if sure else []),
    ]
    lengths = {"days": words.engagement.days_counted, "quarters": words.engagement.outlook.quarters}
    tables = ["transactions", *(["profile"] if table["grouping"].eq("profile").any() else [])]
    return table_exhibit(
        shown,
        columns,
        words,
        name="value_of_groups",
        title=titles.value_of_groups(table, rule, sure, words),
        note=words.say("groups.note", **lengths),
        **words.rests_on(*tables),
    )


def segments(cards: pd.DataFrame, rule: pd.DataFrame, words: Words) -> Exhibit:
    """The segments with their rule, and what they bring."""
    names = titles.segment_names(rule, words)
    shown = cards.assign(name=cards["group"].map(names))
    columns = [
        Column("name", words.label("segment")),
        Column("n", words.label("n"), "int"),
        Column("share_of_customers", words.label("share_of_customers"), "percent"),
        Column("share_of_value", words.label("share_of_value"), "percent"),
        Column("value_per_customer", words.label("value_per_customer_shown"), "money"),
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="segments",
        title=titles.segments(cards, rule, words),
        note=words.say("segments.note", days=words.engagement.days_counted),
        **words.rests_on("transactions"),
    )


def apart(table: pd.DataFrame, rule: pd.DataFrame, words: Words) -> Exhibit:
    """How far each segment lies from the other customers on every measure, with its interval."""
    cells = [
        f"{words.show(row.d, 'signed1')} ({words.between(row.low, row.high, 'signed1')})"
        if pd.notna(row.d)
        else "–"
        for row in table.itertuples()
    ]
    wide = table.assign(cell=cells).pivot(index="segment", columns="feature", values="cell")
    names, sizes = titles.segment_names(rule, words), table.groupby("segment")["n"].max()
    shown = wide.assign(name=wide.index.map(names), n=sizes)
    columns = [
        Column("name", words.label("segment")),
        Column("n", words.label("n"), "int"),
        *[
            Column(name, words.label(f"measure.{name}"), kind="range")
            for name in dict.fromkeys(table["feature"])
        ],
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="apart",
        title=titles.apart(table, rule, words),
        note=words.say("apart.note", most=words.engagement.segments.sample),
        **words.rests_on("transactions"),
    )


def value_by_stage(table: pd.DataFrame, words: Words) -> Exhibit:
    """Share of the base beside share of the revenue, per stage."""
    shown = table.assign(
        group=[f"{words.stage(row.group)} (n = {words.show(row.n, 'int')})" for row in table.itertuples()]
    )
    return Exhibit(
        name="value_by_stage",
        title=titles.value_by_stage(table, words),
        chart=charts.paired_bars(
            shown, words, name="group", left="share_of_customers", right="share_of_value"
        ),
        alt=words.say("value.alt"),
        note=words.say("value.note", days=words.engagement.days_counted),
        **words.rests_on("transactions"),
    )


def rfm(cells: pd.DataFrame, words: Words) -> Exhibit:
    """Customers per cell of recency and frequency, darker where they are worth more."""
    return Exhibit(
        name="rfm",
        title=titles.rfm(cells, words),
        chart=charts.heat(
            cells.assign(called=[words.label(f"cell.{name}") for name in cells["name"]]),
            words,
            x="frequency_score",
            y="recency_score",
            colour="value_per_customer",
            text="n",
            spec="int",
            name="called",
        ),
        alt=words.say("rfm.alt"),
        note=words.say("rfm.note", minimum=words.engagement.minimum_group),
        **words.rests_on("transactions"),
    )


def transitions(table: pd.DataFrame, words: Words) -> Exhibit:
    """Where the customers of each stage were a quarter later."""
    wide = table.pivot(index=["before", "from_n"], columns="after", values="share").reset_index()
    order = [stage.name for stage in words.engagement.stages]
    wide = wide.sort_values("before", key=lambda names: names.map(order.index), ignore_index=True)
    shown = wide.assign(stage=[words.stage(name) for name in wide["before"]])
    columns = [
        Column("stage", words.label("stage_before")),
        Column("from_n", words.label("n"), "int"),
        *[Column(name, words.stage(name), "percent", _stays(name)) for name in order if name in wide],
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="transitions",
        title=titles.transitions(table, words),
        note=words.say("transitions.note"),
        **words.rests_on("transactions"),
    )


def inactive_next_quarter(slides: pd.DataFrame, words: Words) -> Exhibit:
    """Which customers change stage if they order nothing more, with what they bring now."""
    away = slides[slides["after"].ne(slides["before"])]
    shown = away.assign(
        stage=[words.stage(name) for name in away["before"]],
        later=[words.label("no_stage") if pd.isna(name) else words.stage(name) for name in away["after"]],
    )
    columns = [
        Column("stage", words.label("stage_now")),
        Column("later", words.label("stage_if_inactive")),
        Column("n", words.label("n"), "int"),
        Column("value", words.label("revenue"), "money"),
        Column("share_of_value", words.label("share_of_revenue"), "percent"),
        Column("moved", words.label("moved_last_quarter"), "percent"),
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="inactive_next_quarter",
        title=titles.inactive_next_quarter(slides, words),
        note=words.say("quiet.note", days=words.engagement.days_counted),
        **words.rests_on("transactions"),
    )


def _stays(name: str):
    return lambda row: "strong" if row["before"] == name else ""
