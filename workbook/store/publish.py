"""Put a run's outcome where stakeholders find it: all of it, or nothing."""

import platform
import shutil
from collections.abc import Mapping
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from workbook.files import read_json, sha256, write_json, write_text
from workbook.intake import input_facts, key_id, source_files
from workbook.store.crm_file import write_crm
from workbook.store.period import Period

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
    language: str,
    html: str,
    notebooks: Mapping[str, NotebookNode],
    steps: Mapping[str, Any],
    made_at: datetime,
) -> tuple[Path, Path]:
    """Replace the report folder of a quarter by a new one.

    The report in the other language stays when it was made from the same input, with the same parameters;
    otherwise it goes, for its numbers would contradict these.

    Args:
        period: The quarter.
        language: Of this report; the engagement's own is report.html, another report.<language>.html.
        html: The report.
        notebooks: The executed notebooks by step.
        steps: Facts per step, for the manifest.
        made_at: When the run was made.

    Returns:
        The report and the manifest. Beside them are the tables, the notebooks, and crm.csv: a row per
        customer, or per identity of one, for the client's own systems.
    """
    target = period.report_folder
    draft = target.with_name(f".{target.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    report = "report.html" if language == period.engagement.language else f"report.{language}.html"
    same = {"inputs": _inputs(period), "versions": _versions()}
    keys = {step: known["key"] for step, known in steps.items()}
    others = _kept_languages(target, draft, language, same, keys)
    write_text(draft / report, html)
    shutil.copytree(period.store / "tables", draft / "tables")
    write_crm(draft / "crm.csv", period)
    for step, notebook in notebooks.items():
        write_text(
            draft / "notebooks" / language / f"{step}.ipynb", nbformat.writes(_stripped(notebook)) + "\n"
        )
    own = {
        "file": report,
        "sha256": sha256(html.encode()),
        "made_at": made_at.isoformat(timespec="seconds"),
        "steps": steps,
    }
    facts = {
        "engagement": period.folder.name,
        "client": period.engagement.client,
        "period": period.name,
        "seed": period.engagement.seed,
        "key_id": key_id(period.folder),
        "tables": input_facts(period.folder),
        **same,
        "reports": dict(sorted((others | {language: own}).items())),
    }
    write_json(draft / "manifest.json", facts)
    _swap(draft, target)
    return target / report, target / "manifest.json"


def _inputs(period: Period) -> dict[str, str]:
    """SHA-256 per source file, by its name in the engagement folder."""
    return {
        file.relative_to(period.folder).as_posix(): sha256(file.read_bytes())
        for file in source_files(period.folder)
    }


def _versions() -> dict[str, str]:
    return {"python": platform.python_version()} | {name: metadata.version(name) for name in PACKAGES}


def _kept_languages(
    target: Path, draft: Path, language: str, same: Mapping[str, Any], keys: Mapping[str, str]
) -> dict[str, Any]:
    manifest = read_json(target / "manifest.json")
    if any(manifest.get(name) != facts for name, facts in same.items()):
        return {}
    kept = {
        name: facts
        for name, facts in manifest["reports"].items()
        if name != language and {step: known["key"] for step, known in facts["steps"].items()} == keys
    }
    for name, facts in kept.items():
        write_text(draft / facts["file"], (target / facts["file"]).read_text(encoding="utf-8"))
        shutil.copytree(target / "notebooks" / name, draft / "notebooks" / name)
    return kept


def _stripped(notebook: NotebookNode) -> NotebookNode:
    """The notebook without what Papermill and Jupyter note of this machine, and without error output."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata = {key: cell.metadata[key] for key in ("tags",) if key in cell.metadata}
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.output_type != "stream"]
    return notebook


def _swap(draft: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.replace(old)
    draft.replace(target)
    shutil.rmtree(old, ignore_errors=True)
