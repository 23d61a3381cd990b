"""What the files for the client's own systems say: labels beside codes, and what each column holds."""

from collections.abc import Mapping

import pandas as pd

from workbook.chapters.recognise._names import segment_names
from workbook.intake import key_id
from workbook.intake.pseudonyms import read_key
from workbook.phrases import label, named, say
from workbook.render.words import Words
from workbook.store import Period
from workbook.store.crm_file import XLSX, CrmWords

REASONS = ("only", "value", "hierarchy", "other", "full", "none")
CELLS = ("best", "regular", "new", "cooling", "at_risk", "gone")
COLUMNS = {
    "customer_id": ("", "delivered"),
    "source": ("", "delivered"),
    "source_id": ("", "delivered"),
    "stage": ("", "stages"),
    "stage_if_inactive": ("", "stages"),
    "segment": ("", "segments"),
    "value_band": ("", "bands"),
    "profile": ("", "profile"),
    "orders": ("count", "orders"),
    "revenue": ("money", "orders"),
    "orders_total": ("count", "orders"),
    "revenue_total": ("money", "orders"),
    "recency_days": ("days", "orders"),
    "rfm_cell": ("", "rfm"),
    "rfm_name": ("", "rfm"),
    "expected_value": ("money", "model"),
    "quality_score": ("points", "norms"),
    "quality_low": ("points", "norms"),
    "quality_high": ("points", "norms"),
    "quality_change": ("points", "norms"),
    "quality_change_low": ("points", "norms"),
    "quality_change_high": ("points", "norms"),
    "strikes": ("count", "norms"),
    "at_risk": ("", "norms"),
    "next_action": ("", "actions"),
    "next_action_reason": ("", "actions"),
    "next_action_from": ("", "actions"),
}
"""Per column its unit, and where it comes from."""


def crm_words(tables: Mapping[str, pd.DataFrame], period: Period, words: Words) -> CrmWords:
    """The labels and explanations of a quarter, in one language.

    Args:
        tables: What the steps have made, by name; the rule of the segments gives their names.
        period: The quarter.
        words: The words of that language.
    """
    settings = words.engagement
    facts = {
        "quarter": period.name,
        "days": settings.days_counted,
        "quarters": settings.outlook.quarters,
        "discount": settings.plan.discount,
        "currency": settings.currency,
        "limit": settings.strikes.limit,
    }

    def said(key: str) -> str:
        return words.text(say(f"crm.{key}", **facts))

    labels = _labels(tables, words)
    explained = {
        column: (said(column), said(f"unit.{unit}") if unit else "", said(f"source.{source}"))
        for column, (unit, source) in COLUMNS.items()
    }
    if key_id(period.folder) and read_key(period.folder) is None:
        for column in ("customer_id", "source_id"):
            explained[column] = (said(f"{column}.pseudonym"), "", explained[column][2])
    called = words.text(say("crm.label"))
    explained |= {f"{column}_label": (called, "", explained[column][2]) for column in labels}
    headings = [said(f"heading.{name}") for name in ("column", "what", "unit", "source")]
    absent = {name: said(f"absent.{name}") for name in ("expected_value", XLSX)}
    return CrmWords(labels, explained, headings, said("sheet"), absent)


def _labels(tables: Mapping[str, pd.DataFrame], words: Words) -> dict[str, dict[str, str]]:
    stages = {stage.name: words.text(named("stage", stage.name)) for stage in words.engagement.stages}
    rule = tables.get("segments_rule", pd.DataFrame())
    segments = segment_names(rule, form="short") if len(rule) else {}
    return {
        "stage": stages,
        "stage_if_inactive": stages,
        "segment": {name: words.text(phrase) for name, phrase in segments.items()},
        "rfm_name": {name: words.text(label(f"cell.{name}")) for name in CELLS},
        "next_action_reason": {name: words.text(label(f"next_action.{name}")) for name in REASONS},
    }
