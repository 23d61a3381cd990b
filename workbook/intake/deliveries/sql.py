"""Check the SELECT of a recipe, and write the SQL that runs: what is not allowed by name does not run."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from workbook.errors import EngagementError
from workbook.hints import did_you_mean
from workbook.tables.contracts import TABLES, column

EXPORT, ASKED = "export", "asked"
READERS = {"number", "moment", "label"}
"""What reads text."""
SPECIAL = ("row", "left_out", "changed")
FUNCTIONS = {
    *("lower", "upper", "trim", "ltrim", "rtrim", "concat", "substr", "substring", "left", "right"),
    *("length", "replace", "split_part", "starts_with", "ends_with", "contains", "strpos"),
    *("regexp_extract", "regexp_matches", "regexp_full_match", "regexp_replace"),
    *("coalesce", "nullif", "greatest", "least", "abs", "round", "floor", "if"),
    *("sum", "min", "max", "arg_min", "count", "avg", "any_value"),
    *("row_number", "first_value", "last_value", "lag", "lead"),
}
CLAUSES = (
    *(exp.Select, exp.Union, exp.With, exp.CTE, exp.TableAlias, exp.From, exp.Table, exp.Join, exp.Where),
    *(exp.Group, exp.Having, exp.Qualify, exp.Order, exp.Ordered, exp.Subquery, exp.Paren, exp.Alias),
    *(exp.Column, exp.Identifier, exp.Literal, exp.Null, exp.Boolean, exp.Case, exp.If, exp.Window),
    *(exp.WindowSpec, exp.Distinct, exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT),
    *(exp.LTE, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.DPipe, exp.In, exp.Like, exp.ILike),
    *(exp.Between, exp.Is, exp.Tuple, exp.Filter, exp.IgnoreNulls, exp.Connector, exp.Var),
)


@dataclass(frozen=True)
class Reading:
    """Where a recipe reads text.

    Attributes:
        reader: number, moment or label.
        sql: Gives `row`, `text` and `place` (the column) of all that counts and cannot be read.
        texts: Gives `text` and `place` of all that counts.
    """

    reader: str
    sql: str
    texts: str


@dataclass(frozen=True)
class Statement:
    """The SQL that makes a table.

    Attributes:
        table: Its name.
        sql: The SELECT.
        columns: The columns that it gives.
        readings: Where it reads text.
        used: Gives `row` of all that it takes, more than once where it takes a row so often.
        grouped: Whether a row that it gives stands for several of the export.
    """

    table: str
    sql: str
    columns: tuple[str, ...]
    readings: tuple[Reading, ...]
    used: tuple[str, ...]
    grouped: bool


def statement(
    table: str,
    select: str,
    *,
    recipe: str,
    headings: Collection[str],
    optional: Collection[str],
    given: Mapping[str, str],
    reasons: Collection[str],
) -> Statement:
    """Check a SELECT, and write the SQL that runs from what was checked.

    Args:
        table: The table that it makes.
        select: The SELECT.
        recipe: Its name, for the errors.
        headings: The columns of the export.
        optional: Columns that read as blank where the export has none.
        given: Per "$name" the column of the export that it stands for, or a text for every row, as =0; blank
            for neither.
        reasons: What `left_out` and `changed` may say.

    Raises:
        EngagementError: Lists all that is not allowed.
    """
    try:
        parsed = sqlglot.parse(select, dialect="duckdb")
    except sqlglot.errors.SqlglotError as error:
        first = error.errors[0] if getattr(error, "errors", None) else {}
        place = f" near '{first.get('highlight')}'" if first.get("highlight") else ""
        raise _error(recipe, table, [f"it is no SELECT that can be read{place}"]) from error
    if len(parsed) != 1 or not isinstance(parsed[0], exp.Select | exp.Union):
        raise _error(recipe, table, ["it is not one SELECT"])
    tree = parsed[0]
    if faults := [*_not_allowed(tree), *_wrong_places(tree), *_unknown_tables(tree)]:
        raise _error(recipe, table, faults)
    faults = _settle_columns(tree, headings, optional, given)
    branches = list(_branches(tree))
    columns = _columns(branches[0])
    faults += _column_faults(table, columns, branches, reasons)
    if faults:
        raise _error(recipe, table, faults)
    readings = tuple(reading for branch in branches for reading in _readings(tree, branch))
    used = tuple(_source_rows(tree, branch).select(_row(branch)).sql("duckdb") for branch in branches)
    grouped = any(_groups(branch) for branch in branches)
    return Statement(table, tree.sql("duckdb"), tuple(columns), tuple(dict.fromkeys(readings)), used, grouped)


def _groups(branch: exp.Select) -> bool:
    return bool(branch.args.get("group") or branch.args.get("distinct"))


def reads_questions(select: str) -> bool:
    """Whether a SELECT takes the questions of a survey, a row of which it has per question."""
    return bool(re.search(rf"\b{ASKED}\b", select))


def columns_read(select: str) -> set[str]:
    """The names of all columns that a SELECT reads, in small letters; none of one that cannot be read."""
    try:
        parsed = sqlglot.parse(select, dialect="duckdb")
    except sqlglot.errors.SqlglotError:
        return set()
    return {node.name.casefold() for tree in parsed if tree for node in tree.find_all(exp.Column)}


def _error(recipe: str, table: str, faults: list[str]) -> EngagementError:
    lines = [f"  {fault}" for fault in dict.fromkeys(faults)]
    return EngagementError("\n".join([f"Recipe '{recipe}' cannot be used: table '{table}'.", *lines]))


def _name(function: exp.Func) -> str:
    return (function.name if isinstance(function, exp.Anonymous) else function.sql_name()).lower()


def _not_allowed(tree: exp.Expression) -> Iterator[str]:
    """Clauses and functions that are not on the list."""
    for node in tree.walk():
        if isinstance(node, exp.Star):
            if not isinstance(node.parent, exp.Count):
                yield "* is not allowed; name the columns"
        elif isinstance(node, exp.Func) and not isinstance(node, exp.And | exp.Or | exp.Case | exp.If):
            written = node.sql("duckdb").partition("(")[0].lower()
            if _name(node) not in READERS and written not in FUNCTIONS and _name(node) not in FUNCTIONS:
                yield f"{written.strip() or _name(node)}() is not allowed"
            elif _name(node) in READERS:
                if len(node.expressions) != 1:
                    yield f"{_name(node)}() takes one text"
            elif isinstance(node, exp.RegexpReplace) and "g" not in node.sql("duckdb").rsplit(",", 1)[-1]:
                yield "regexp_replace() takes 'g' as its last argument, to replace all"
        elif not isinstance(node, CLAUSES) and not isinstance(node, exp.Func):
            yield f"{type(node).__name__.upper()} is not allowed"
        if isinstance(node, exp.With) and node.recursive:
            yield "RECURSIVE is not allowed"
        if isinstance(node, exp.Join) and not (node.args.get("on") or node.args.get("using")):
            yield "a JOIN needs ON"


def _wrong_places(tree: exp.Expression) -> Iterator[str]:
    """Readers that stand elsewhere than in the columns of the last SELECT, or one in another."""
    last = {id(branch) for branch in _branches(tree)}
    for node in tree.find_all(exp.Anonymous):
        if _name(node) not in READERS:
            continue
        place = node.find_ancestor(exp.Select)
        if id(place) not in last or node.find_ancestor(exp.Where, exp.Join, exp.Group):
            yield f"{_name(node)}() stands only in the columns of the last SELECT"
        if any(isinstance(inner, exp.Window | exp.AggFunc) for inner in node.expressions[0].walk()):
            yield f"{_name(node)}() reads a text, not a sum or a window"
        if any(_name(inner) in READERS for inner in node.expressions[0].find_all(exp.Anonymous)):
            yield f"{_name(node)}() reads a text, not what another reader gives"


def _unknown_tables(tree: exp.Expression) -> Iterator[str]:
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    for node in tree.find_all(exp.Table):
        if node.name not in own | {EXPORT, ASKED} or node.args.get("db"):
            yield f"'{node.sql('duckdb')}' is not a table here; the export is {EXPORT}"


def _settle_columns(
    tree: exp.Expression, headings: Collection[str], optional: Collection[str], given: Mapping[str, str]
) -> list[str]:
    """Put in what the delivery names for "$name", and nothing for an optional column that is not there."""
    spelled = {name.casefold(): name for name in headings}
    optional = {name.casefold() for name in optional}
    own = {alias.alias.casefold() for alias in tree.find_all(exp.Alias)}
    own.add("row")
    faults = []
    for node in list(tree.find_all(exp.Column)):
        name = node.name
        if name.startswith("$"):
            if name[1:] not in given:
                faults.append(f'"{name}" is not under ask: in the head')
                continue
            name = given[name[1:]]
            if name.startswith("="):
                node.replace(exp.Literal.string(name[1:]))
                continue
        if node.name == name and _of_a_part(node):
            continue
        if not name:
            node.replace(exp.Cast(this=exp.Null(), to=exp.DataType.build("text")))
        elif name.casefold() in spelled:
            node.set("this", exp.to_identifier(spelled[name.casefold()], quoted=True))
        elif name.casefold() in optional:
            node.replace(exp.Cast(this=exp.Null(), to=exp.DataType.build("text")))
        elif name.casefold() not in own:
            faults.append(f"column '{name}' is not in the export{did_you_mean(name, headings)}")
    return faults


def _of_a_part(node: exp.Column) -> bool:
    """Whether a WITH, or a SELECT in brackets, gives a column by that name."""
    place = node.find_ancestor(exp.Select)
    if place is None:
        return False
    tables = [place.args.get("from_") or place.args.get("from"), *(place.args.get("joins") or ())]
    for table in (item.this for item in tables if item):
        if node.table and node.table.casefold() != table.alias_or_name.casefold():
            continue
        part = table if isinstance(table, exp.Subquery) else _part_named(node, table.name)
        select = next(_branches(part.this), None) if part else None
        if select is not None and node.name.casefold() in _columns(select):
            return True
    return False


def _part_named(node: exp.Expression, name: str) -> exp.CTE | None:
    """The part of a WITH that a name means at a place: one above it, but not the part that it stands in."""
    own = node.find_ancestor(exp.CTE)
    parts = [part for part in node.root().find_all(exp.CTE) if part.alias.casefold() == name.casefold()]
    return next((part for part in parts if part is not own), None)


def _branches(tree: exp.Expression) -> Iterator[exp.Select]:
    """The last SELECTs: one, or those of a UNION."""
    if isinstance(tree, exp.Union):
        yield from _branches(tree.left)
        yield from _branches(tree.right)
    elif isinstance(tree, exp.Subquery):
        yield from _branches(tree.this)
    else:
        yield tree


def _columns(select: exp.Select) -> list[str]:
    return [column.alias_or_name.lower() for column in select.expressions]


def _column_faults(
    table: str, columns: list[str], branches: list[exp.Select], reasons: Collection[str]
) -> list[str]:
    faults = [f"column '{name}' is given twice" for name in columns if columns.count(name) > 1]
    unknown = [name for name in columns if name not in SPECIAL and column(table, name) is None]
    faults += [
        f"'{name}' is no column of {table}{did_you_mean(name, TABLES[table].columns)}" for name in unknown
    ]
    if "row" not in columns:
        faults.append("it gives no column row; every row of a table says where it comes from")
    if any(_columns(branch) != columns for branch in branches):
        faults.append("the parts of a UNION give the same columns, in the same order")
    for branch in branches:
        faults += [
            f"{clause.upper()} leaves rows out without a word; say why in left_out"
            for clause in ("having", "qualify")
            if branch.args.get(clause) and _groups(branch)
        ]
        for place in branch.expressions:
            if place.alias_or_name.lower() in ("left_out", "changed"):
                said = {text.name for text in _given(place.this if isinstance(place, exp.Alias) else place)}
                faults += [f"'{word}' is not explained in the head" for word in sorted(said - {*reasons})]
    return faults


def _given(value: exp.Expression) -> Iterator[exp.Literal]:
    """The texts that an expression may give: of a CASE those after THEN and ELSE."""
    if isinstance(value, exp.Case):
        for branch in value.args.get("ifs", []):
            yield from _given(branch.args["true"])
        if value.args.get("default"):
            yield from _given(value.args["default"])
    elif isinstance(value, exp.Literal):
        yield value
    elif isinstance(value, exp.Coalesce | exp.Paren):
        for part in value.iter_expressions():
            yield from _given(part)


def _readings(tree: exp.Expression, branch: exp.Select) -> Iterator[Reading]:
    """Per place where text is read, the same SELECT again for what cannot be read there."""
    counts = exp.true()  # in a sum over rows it is not known yet whether a row counts
    for place in branch.expressions:
        if place.alias_or_name.lower() == "left_out" and not branch.args.get("group"):
            counts = place.this.copy().is_(exp.null())
    for node in branch.find_all(exp.Anonymous):
        if _name(node) not in READERS:
            continue
        text = node.expressions[0]
        filled = _source_rows(tree, branch).where(exp.paren(counts)).where(text.copy().is_(exp.null()).not_())
        wrong = filled.copy().where(exp.func("filled", text.copy())).where(node.copy().is_(exp.null()))
        name = exp.Literal.string(_source(text, tree))
        place = exp.column("asked_column") if "asked_answer" in text.sql() else name
        yield Reading(
            _name(node),
            wrong.select(_row(branch), text.copy().as_("text"), place.as_("place")).sql("duckdb"),
            filled.select(text.copy().as_("text"), place.copy().as_("place")).sql("duckdb"),
        )


def _source_rows(tree: exp.Expression, branch: exp.Select) -> exp.Select:
    """A SELECT without columns, of the rows that one of the last SELECTs takes, before they are grouped."""
    rest = exp.Select()
    for clause in ("from_", "from", "joins", "where"):
        if branch.args.get(clause):
            value = branch.args[clause]
            rest.set(clause, [item.copy() for item in value] if isinstance(value, list) else value.copy())
    if with_ := tree.args.get("with_") or tree.args.get("with"):
        rest.set("with_" if "with_" in tree.args else "with", with_.copy())
    return rest


def _source(text: exp.Expression, tree: exp.Expression) -> str:
    """The column of the export that a text comes from, also through a name that the recipe gives it."""
    if not isinstance(text, exp.Column):
        return text.sql("duckdb")
    for alias in tree.find_all(exp.Alias):
        columns = [column for column in alias.find_all(exp.Column) if column.name.lower() != "row"]
        if alias.alias == text.name and len(columns) == 1 and columns[0] is not text:
            return columns[0].name
    return text.name


def _row(branch: exp.Select) -> exp.Expression:
    """The column that says which row a table's row comes from; of a sum over rows the one before it."""
    [place] = [place for place in branch.expressions if place.alias_or_name.lower() == "row"]
    value = place.this if isinstance(place, exp.Alias) else place
    return (value.this if isinstance(value, exp.AggFunc) else value).copy().as_("row")
