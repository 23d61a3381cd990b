"""The SQL of `number`, `moment` and `label`: how the text of an export is read, one text at a time."""

from collections.abc import Iterator

from workbook.tables.cell_values import BLANKS

_SIGNS = "€|[$]|£|EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CAD|AUD"
_MONTHS = {
    1: "jan",
    2: "feb",
    3: "mar|mrt|maa",
    4: "apr",
    5: "may|mei",
    6: "jun",
    7: "jul",
    8: "aug",
    9: "sep",
    10: "oct|okt",
    11: "nov",
    12: "dec",
}
_CLOCK = (
    r"(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?"
    r"\s*(Z|UTC|GMT)?\s*([+-]\d{1,2}:?(?:\d{2})?)?)?"
)
_DAYS = {
    "ymd": r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})",
    "dmy": r"(\d{1,2})[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ]+(\d{4}|\d{2})",
    "mdy": r"(\d{1,2}|[A-Za-z]{3,9})[-/. ](\d{1,2}),?[-/. ]+(\d{4}|\d{2})",
}
_PARTS = ["a", "b", "c", "hour", "minute", "second", "half", "utc", "offset"]
WRONG = {
    "number": "is not a number with this decimal mark; 'decimal' of the delivery, or --decimal, says which",
    "moment": "is not a date with {dates}; 'dates' of the delivery, or --dates, says the order, as dmy",
    "label": "is not an answer that begins with a number; 'labels' of the question says what it counts for",
}
"""What is said of a text that a reader cannot read."""
ORDERS = {
    "": "the year first",
    "ymd": "the year first",
    "dmy": "the day first",
    "mdy": "the month first",
}


def macros(*, decimal: str, dates: str, zone: str, zone_here: str) -> Iterator[str]:
    """The statements that make the readers.

    Args:
        decimal: The decimal mark, a point or a comma.
        dates: The order of day, month and year: ymd, dmy or mdy.
        zone: The time zone of times that do not name one; blank when it is not known.
        zone_here: The time zone that times are wanted in; blank to leave them as they are written.
    """
    nothing = ", ".join(f"'{word}'" for word in sorted(BLANKS))
    yield f"CREATE MACRO filled(x) AS lower(trim(x)) NOT IN ('', {nothing})"
    group = r"\." if decimal == "," else ","
    mark = "," if decimal == "," else r"\."
    shape = rf"[+-]?(?:\d+|\d{{1,3}}(?:{group}\d{{3}})+)?(?:{mark}\d*)?(?:[eE][+-]?\d{{1,2}})?"
    yield rf"""CREATE MACRO bare(x) AS regexp_replace(regexp_replace(replace(x, '−', '-'),
        '[\s\x{{00A0}}\x{{202F}}'']', '', 'g'), '^([+-]?)(?:{_SIGNS})|(?:{_SIGNS})$', '\1', 'g')"""
    gap = r"[\s\x{{00A0}}\x{{202F}}'']+".format()  # between digits it parts thousands, or two numbers
    yield rf"""CREATE MACRO parted(x) AS regexp_matches(x,
        '\d{gap}(?:\d{{1,2}}(?:\D|$)|\d{{4}})|\d{{4}}{gap}\d')"""
    point = "replace(replace(bare(x), '.', ''), ',', '.')" if decimal == "," else "replace(bare(x), ',', '')"
    yield rf"""CREATE MACRO number(x) AS CASE
        WHEN regexp_full_match(bare(x), '{shape}') AND regexp_matches(x, '\d') AND NOT parted(x) THEN
        TRY_CAST({point} AS DOUBLE) END"""
    yield f"""CREATE MACRO currency_sign(x) AS CASE regexp_extract(x, '{_SIGNS}') WHEN '€' THEN 'EUR'
        WHEN '$' THEN 'USD' WHEN '£' THEN 'GBP' ELSE regexp_extract(x, '{_SIGNS}') END"""
    yield r"""CREATE MACRO label(x) AS TRY_CAST(replace(regexp_extract(trim(x),
        '^([+-]?\d{1,3}(?:[.,]\d{1,2})?)(?:$|\s|[-–—:=/(;]|\.\s)', 1), ',', '.') AS DOUBLE)"""
    yield _month()
    yield from _moments(dates, zone, zone_here)


def _month() -> str:
    cases = " ".join(
        f"WHEN regexp_matches(lower(x), '^(?:{names})[a-z]*$') THEN {number}"
        for number, names in _MONTHS.items()
    )
    return rf"CREATE MACRO month_number(x) AS CASE WHEN regexp_full_match(x, '\d+') THEN x::INT {cases} END"


def _moments(dates: str, zone: str, zone_here: str) -> Iterator[str]:
    """A macro per order of day, month and year, and the one that a recipe calls."""
    names = ", ".join(f"'{part}'" for part in _PARTS)
    orders = {"ymd": ("a", "b", "c"), "dmy": ("c", "b", "a"), "mdy": ("c", "a", "b")}
    yield """CREATE MACRO hour_of(p) AS CASE WHEN p.hour = '' THEN 0
        WHEN upper(p.half[1]) = 'P' AND p.hour::INT < 12 THEN p.hour::INT + 12
        WHEN upper(p.half[1]) = 'A' AND p.hour::INT = 12 THEN 0 ELSE p.hour::INT END"""
    yield """CREATE MACRO year_of(y) AS
        CASE WHEN length(y) > 2 THEN TRY_CAST(y AS INT) ELSE y::INT + if(y::INT < 70, 2000, 1900) END"""
    yield r"""CREATE MACRO four_digits(o) AS lpad(regexp_replace(regexp_replace(o, '[^\d]', '', 'g'),
        '^(\d{1,2})$', '\100', 'g'), 4, '0')"""
    yield """CREATE MACRO minutes_of(o) AS (CASE WHEN o[1] = '-' THEN -1 ELSE 1 END)
        * (four_digits(o)[1:2]::INT * 60 + four_digits(o)[3:4]::INT)"""
    for order, (year, month, day) in orders.items():
        pattern = f"^{_DAYS[order]}{_CLOCK}$"
        yield f"""CREATE MACRO written_{order}(p) AS TRY_CAST(printf('%04d-%02d-%02d %02d:%02d:%02d',
            year_of(p.{year}), month_number(p.{month}), TRY_CAST(p.{day} AS INT), hour_of(p),
            TRY_CAST('0' || p.minute AS INT), TRY_CAST('0' || p.second AS INT)) AS TIMESTAMP)"""
        parts = f"regexp_extract(trim(x), '{pattern}', [{names}])"
        clock = f"written_{order}({parts})"
        if zone_here:
            utc = f"timezone('UTC', {clock} - to_minutes(minutes_of({parts}.offset)::INT))"
            here = f"timezone('{zone_here}', {utc})"
            plain = f"timezone('{zone_here}', timezone('{zone}', {clock}))" if zone else clock
            timed = (
                f"CASE WHEN {parts}.hour = '' THEN {clock}"
                f" WHEN {parts}.utc || {parts}.offset <> '' THEN {here} ELSE {plain} END"
            )
        else:
            timed = clock
        fits = f"regexp_matches(trim(x), '{pattern}')"
        yield f"CREATE MACRO moment_{order}(x) AS CASE WHEN {fits} THEN {timed} END"
    other = f" ELSE moment_{dates}(x)" if dates in ("dmy", "mdy") else ""
    first = "regexp_matches(trim(x), '^[0-9]{4}[-/.]')"
    yield f"CREATE MACRO moment(x) AS CASE WHEN {first} THEN moment_ymd(x){other} END"
