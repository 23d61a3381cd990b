"""Put a run's outcome where stakeholders find it: all of it, or nothing."""

import platform
import shutil
from collections.abc import Iterable, Mapping
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from workbook.files import read_json, sha256, write_json, write_text
from workbook.intake import current_snapshot, input_facts, key_id
from workbook.store.crm_file import CRM, CrmWords, write_crm
from workbook.store.feedback_files import FeedbackWords, write_feedback
from workbook.store.period import Period
from workbook.store.swap import MANIFEST, draft_of, settle, swap, sync

PACKAGES = (
    "cx-workbook",
    "duckdb",
    "highspy",
    "ibis-framework",
    "nbconvert",
    "pandas",
    "papermill",
    "pulp",
    "statsmodels",
)


def publish(
    period: Period,
    pages: Mapping[str, str],
    handbooks: Mapping[str, str],
    notebooks: Mapping[str, Path],
    tables: Iterable[str],
    steps: Mapping[str, Any],
    crm: CrmWords,
    feedback: FeedbackWords,
    made_at: datetime,
) -> tuple[Path, Path]:
    """Replace the report folder of a quarter by a new one.

    Reports in other languages stay when they were made from the same input, with the same parameters;
    otherwise they go, for their numbers would contradict these.

    Args:
        period: The quarter, with the input that the run worked on.
        pages: The report by language; the engagement's own is report.html, another report.<language>.html.
        handbooks: The contact handbook by language, where there is one; its name is made likewise.
        notebooks: The executed notebooks by their names in the report's folder.
        tables: The tables that the steps have made.
        steps: The facts of each step, for the manifest.
        crm: The words of the files for the client's own systems.
        feedback: The words of the files for teams, with what people said.
        made_at: When the run was made.

    Returns:
        The first report and the manifest. Beside them are the tables, the notebooks, and where customers are
        recognised what `write_crm` writes: a row per customer, or per identity of one; where people said
        something, what `write_feedback` writes.
    """
    target = period.report_folder
    settle(target)
    draft = draft_of(target)
    try:
        same = {"inputs": _inputs(period), "versions": _versions()}
        keys = _keys(steps)
        others = _kept_languages(target, draft, set(pages), same, keys)
        for kind, made in (("report", pages), ("handbook", handbooks)):
            for language, html in made.items():
                write_text(draft / page_name(kind, period, language), html)
        for name in tables:
            _copy(period.store / "tables" / f"{name}.parquet", draft / "tables" / f"{name}.parquet")
        if (period.store / CRM).exists():
            write_crm(draft, period, crm)
        write_feedback(draft, period, feedback)
        for name, file in notebooks.items():
            _copy(file, draft / "notebooks" / name)
        own = {
            language: {
                "file": page_name("report", period, language),
                "sha256": sha256(html.encode()),
                **_handbook(period, language, handbooks),
                "made_at": made_at.isoformat(timespec="seconds"),
                "steps": steps,
            }
            for language, html in pages.items()
        }
        facts = {
            "engagement": period.folder.name,
            "client": period.engagement.client,
            "period": period.name,
            "seed": period.engagement.seed,
            "key_id": key_id(period.folder),
            "tables": input_facts(period.folder),
            **same,
            "reports": dict(sorted((others | own).items())),
        }
        write_json(draft / MANIFEST, facts)
        sync(draft)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    swap(draft, target)
    return target / page_name("report", period, next(iter(pages))), target / MANIFEST


def page_name(kind: str, period: Period, language: str) -> str:
    """The file of a document in a language: that of the engagement's own language has none in its name."""
    return f"{kind}.html" if language == period.engagement.language else f"{kind}.{language}.html"


def _handbook(period: Period, language: str, handbooks: Mapping[str, str]) -> dict[str, Any]:
    """What the manifest says of the handbook in a language."""
    if language not in handbooks:
        return {}
    file, digest = page_name("handbook", period, language), sha256(handbooks[language].encode())
    return {"handbook": {"file": file, "sha256": digest}}


def _keys(facts: Mapping[str, Any]) -> dict[str, str]:
    return {step: known["key"] for step, known in facts.items()}


def _copy(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)


def _inputs(period: Period) -> dict[str, str]:
    """SHA-256 per source file, by its name in the engagement folder, as the run has read them."""
    kept = period.snapshot or current_snapshot(period.folder)
    return read_json(kept / "inputs.json")["state"]["sources"] if kept else {}


def _versions() -> dict[str, str]:
    return {"python": platform.python_version()} | {name: metadata.version(name) for name in PACKAGES}


def _kept_languages(
    target: Path, draft: Path, made: set[str], same: Mapping[str, Any], keys: Mapping[str, str]
) -> dict[str, Any]:
    manifest = read_json(target / MANIFEST)
    if any(manifest.get(name) != facts for name, facts in same.items()):
        return {}
    kept = {
        name: facts
        for name, facts in manifest["reports"].items()
        if name not in made and _keys(facts["steps"]) == keys
    }
    for facts in kept.values():
        for file in [facts["file"], *([facts["handbook"]["file"]] if "handbook" in facts else [])]:
            _copy(target / file, draft / file)
    return kept
