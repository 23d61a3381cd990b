"""What a notebook of the client's own has to declare, and the faults of one that does not."""

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from workbook.catalogues import languages
from workbook.code_used import parsed
from workbook.hints import did_you_mean
from workbook.method import LEFT_OUT, NAME, SHIPPED, shipped_steps
from workbook.store.at_hand import ASKED, BEFORE, BENEFIT, UNASKED
from workbook.tables import TABLES
from workbook.tables.contracts import Table

KEYS = ("needs", "gives", "richer", SHIPPED, LEFT_OUT)
FORMS = ("int", "num", "dec1", "dec2", "signed", "signed1", "percent", "percent1", "money", "date", "p")
"""How the numbers of a column can be written."""
REMEDY = 'as {"cx_workbook": {"needs": ["transactions"], "richer": [], "gives": ["returns"]}}'
_SAVED = re.compile(r"""\b(?:publish|save_private)\(\s*["'](\w+)["']""")


def notebook_faults(name: str, notebook: Mapping[str, Any] | None) -> list[str]:
    """The faults of an own notebook, each with its place.

    Args:
        name: Of the notebook.
        notebook: With its cells named; none where it cannot be read.
    """
    file = f"{name}.ipynb"
    faults = []
    if not NAME.fullmatch(name):
        faults.append(
            f"{file}: is no name of a step; a number, a letter or none, and a word, as 2a_returns.ipynb"
        )
    if notebook is None:
        return [*faults, f"{file}: is not a Jupyter notebook (nbformat 4)"]
    if (language := notebook["metadata"]["language_info"].get("name")) != "python":
        return [*faults, f"{file}: is written in {language}; a step is written in python"]
    found = [*_metadata_faults(notebook), *_cell_faults(notebook)]
    return [*faults, *[f"{file}, {fault}" for fault in found]]


def shared_faults(own: Mapping[str, Mapping[str, Any] | None]) -> list[str]:
    """Tables that an own notebook saves and another step gives already.

    Args:
        own: The own notebooks by name; none where one cannot be read.
    """
    steps = {name: step.notebook for name, step in shipped_steps().items()} | dict(own)
    saved = {name: _saved(notebook) for name, notebook in steps.items() if notebook is not None}
    found = []
    for place, name in enumerate(own):
        for other in [other for other in saved if other not in list(own)[place:]]:
            found += [
                f"{name}.ipynb: table '{table}' is given by {other}.ipynb already; give it another name"
                for table in sorted(saved.get(name, set()) & saved[other])
            ]
    return found


def _saved(notebook: Mapping[str, Any]) -> set[str]:
    """The tables that a notebook names as its exhibits, or saves by name."""
    declared = notebook["metadata"].get("cx_workbook")
    gives = declared.get("gives") if isinstance(declared, Mapping) else None
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    saved = {name for cell in cells for name in _SAVED.findall("".join(cell["source"]))}
    return saved | {str(name) for name in gives or ()}


def _metadata_faults(notebook: Mapping[str, Any]) -> Iterator[str]:
    declared = notebook["metadata"].get("cx_workbook")
    if not isinstance(declared, Mapping):
        yield f"metadata: have no cx_workbook; give what it needs and what it gives, {REMEDY}"
        return
    for key in [key for key in declared if key not in KEYS]:
        yield f"metadata cx_workbook: '{key}' is not known{did_you_mean(key, KEYS)}"
    for key in ("needs", "gives", "richer"):
        given = declared.get(key, [] if key == "richer" else None)
        if given is None:
            yield f"metadata cx_workbook.{key}: is missing, {REMEDY}"
        elif key == "gives" and _are_names(given):
            yield from _gives_faults(given, notebook)
        else:
            yield from (f"metadata cx_workbook.{key}: {fault}" for fault in _need_faults(given))


def _gives_faults(given: list[str], notebook: Mapping[str, Any]) -> Iterator[str]:
    place = "metadata cx_workbook.gives"
    code = {cell["id"] for cell in notebook["cells"] if cell["cell_type"] == "code"}
    if not given:
        yield f"{place}: is empty; name the exhibits of the notebook"
    for name in dict.fromkeys(given):
        if not re.fullmatch("[a-z][a-z0-9_]{0,59}", name):
            yield f"{place}: '{name}' is no name of an exhibit: small letters, digits and _"
        elif given.count(name) > 1:
            yield f"{place}: '{name}' stands there {given.count(name)} times"
        elif name not in code:
            yield (
                f"{place}: no cell is called '{name}'; give the cell that publishes this table"
                f' the metadata {{"exhibit": "{name}"}}'
            )


def _are_names(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(name, str) for name in given)


def _need_faults(given: Any) -> Iterator[str]:
    """Names of what can be at hand that are none."""
    if not _are_names(given):
        yield f"{given!r} is not a list of names, {REMEDY}"
    for name in given if _are_names(given) else ():
        table, _, column = name.partition(".")
        contract = TABLES.get(table)
        if name in (*UNASKED, BENEFIT, f"{BEFORE}.{ASKED}", f"{BEFORE}.plan"):
            continue
        if contract is None:
            hint = did_you_mean(table, TABLES)
            yield f"'{name}' is no table of the intake, nor a column as 'customers.profile'{hint}"
        elif column and table != ASKED and not _may_have(contract, column):
            yield f"'{name}': the table has no column '{column}'{did_you_mean(column, contract.columns)}"


def _may_have(contract: Table, column: str) -> bool:
    return contract.open or column in contract.columns or column.startswith(contract.further)


def _cell_faults(notebook: Mapping[str, Any]) -> Iterator[str]:
    cells = notebook["cells"]
    first = cells[0] if cells else {"cell_type": "", "source": ""}
    if first["cell_type"] != "markdown" or not re.match(r"# .+: .+", first["source"]):
        yield "first cell: has to be the heading of the chapter, as '# Returns: what comes back, and why?'"
    ids = [cell["id"] for cell in cells]
    yield from (
        f"cell '{name}': two cells are called so" for name in dict.fromkeys(ids) if ids.count(name) > 1
    )
    yield from _parameter_faults(cells)
    declared = notebook["metadata"].get("cx_workbook")
    gives = declared.get("gives") if isinstance(declared, Mapping) else None
    for number, cell in enumerate(cells, start=1):
        place, facts = f"cell {number}", cell["metadata"]
        if cell["cell_type"] == "code":
            yield from (f"{place}: {fault}" for fault in _code_faults(cell["source"]))
            if "exhibit" in facts and isinstance(gives, list) and facts["exhibit"] not in gives:
                yield f"{place}: is an exhibit that cx_workbook.gives does not name"
            yield from (f"{place}, needs: {fault}" for fault in _need_faults(facts.get("needs", [])))
            yield from (f"{place}, formats{fault}" for fault in _form_faults(facts.get("formats", {})))
        for key in ("title", "words"):
            if wrong := _text_fault(facts.get(key, "")):
                yield f"{place}, {key}: {wrong}"


def _form_faults(given: Any) -> Iterator[str]:
    if not isinstance(given, Mapping):
        yield f": {given!r} is no list of columns with how each is written"
        return
    for column, form in given.items():
        if form not in FORMS:
            hint = did_you_mean(str(form), FORMS) or f"; take one of {', '.join(FORMS)}"
            yield f".{column}: {form!r} is not known{hint}"


def _text_fault(text: Any) -> str:
    """A text, or one per language."""
    if isinstance(text, str):
        return ""
    if not isinstance(text, Mapping) or not all(isinstance(value, str) for value in text.values()):
        return f"{text!r} is neither a text nor a text per language"
    unknown = [name for name in text if name not in languages()]
    return f"'{unknown[0]}' is not {' or '.join(map(repr, languages()))}" if unknown else ""


def _code_faults(source: str) -> Iterator[str]:
    try:
        parsed(source)
    except SyntaxError as error:
        jupyter = "lines for Jupyter alone, as %matplotlib, cannot be run"
        yield f"line {error.lineno} is not Python ({error.msg}); {jupyter}"


def _parameter_faults(cells: list[Mapping[str, Any]]) -> Iterator[str]:
    tagged = {
        number: cell["source"]
        for number, cell in enumerate(cells, start=1)
        if "parameters" in cell["metadata"].get("tags", ())
    }
    if len(tagged) != 1:
        yield (
            f"{len(tagged)} cells have the tag 'parameters'; one is needed, with"
            ' engagement: str = "acme" and period: str = "2026Q3"'
        )
        return
    [(number, source)] = tagged.items()
    try:
        nodes = parsed(source).body
    except SyntaxError:
        return
    typed = {
        ast.unparse(node.target): ast.unparse(node.annotation)
        for node in nodes
        if isinstance(node, ast.AnnAssign) and node.value
    }
    for name in ("engagement", "period"):
        if typed.get(name) != "str":
            yield f'cell {number}: has no parameter {name}, as {name}: str = "…"'
    for name, kind in typed.items():
        if kind not in ("str", "int", "float", "bool"):
            yield f"cell {number}: {name} is {kind}, and can be str, int, float or bool"
