"""The words for a fault that pydantic finds in a setting: what was found, what is allowed, the way out."""

import re
from collections.abc import Callable, Mapping
from typing import Any

NUMBER = re.compile(r"(?:€|EUR)?\s*(-?\d+)(?:[.,](\d{1,2}))?\s*(%|€|EUR)?")
HUNDRED = 100
_PATTERNS = {
    "^[A-Z]{3}$": "is not three capitals, as EUR",
    r"^(\d{1,3}-\d{1,3}|stars|yes/no|)$": "is not a scale; write it as 1-5, stars or yes/no",
    r"^[\w-]*$": "is not a name; use letters, digits, - and _",
}
_WORDS = {
    "missing": "is missing",
    "too_short": "is empty; give at least one",
    "string_too_short": "is empty",
    "too_long": "has {actual_length} values, and takes {max_length}",
    **dict.fromkeys(("bool_parsing", "bool_type"), "{found} is not true or false"),
    "string_type": "{found} is not text; put it between quotes",
    "int_from_float": "{found} is not a whole number",
    "int_parsing": "{found} is not a whole number",
    "int_type": "{found} is not a whole number",
    "float_parsing": "{found} is not a number; {number}",
    "float_type": "{found} is not a number",
    "finite_number": "{found} is not a finite number",
    "greater_than_equal": "{found} is below {ge}",
    "less_than_equal": "{found} is above {le}{share}",
    "less_than": "{found} is not below {lt}{share}",
    "greater_than": "{found} is not above {gt}",
    "literal_error": "{found} is not {expected}",
    "tuple_type": "{found} is not a list",
    **dict.fromkeys(("dict_type", "model_type"), "{found} is not a list of settings with colons"),
    "value_error": "{error}",
}


def fault_words(item: Mapping[str, Any], allowed: Callable[[float], bool]) -> str:
    """Say what is wrong with a setting.

    Args:
        item: A fault as pydantic lists it.
        allowed: Says whether a number may stand in the place of what was found.

    Returns:
        Words to put behind the place of the setting. A number that they propose is one that is allowed.

    Example:
        >>> fault_words({"type": "float_parsing", "input": "40%"}, lambda number: number <= 1)
        "'40%' is not a number; write it as 0.4"
    """
    found, limits = item["input"], item.get("ctx", {})
    shown = repr(found) if isinstance(found, str | int | float | bool) else "it"
    if item["type"] == "string_pattern_mismatch":
        pattern = limits["pattern"]
        return f"{shown} {_PATTERNS.get(pattern) or f'is not of the form {pattern}'}"
    if item["type"] not in _WORDS:
        return f"{item['msg']} (found {shown})"
    return _WORDS[item["type"]].format(
        found=shown,
        number=_number_hint(found, allowed),
        share=_share_hint(found, limits, allowed),
        **{name: _figure(limit) for name, limit in limits.items()},
    )


def _number_hint(found: object, allowed: Callable[[float], bool]) -> str:
    """How to write the number that a text seems to be."""
    meant = NUMBER.fullmatch(str(found).strip())
    if meant:
        whole, decimals, unit = meant.groups()
        number = float(f"{whole}.{decimals or 0}") / (HUNDRED if unit == "%" else 1)
        if allowed(number):
            return f"write it as {_figure(number)}"
    return "write digits only, with a point before decimals"


def _share_hint(found: object, limits: Mapping[str, Any], allowed: Callable[[float], bool]) -> str:
    """How to write a percentage where a share is asked for."""
    if 1 not in (limits.get("le"), limits.get("lt")) or not isinstance(found, int | float):
        return ""
    share = found / HUNDRED
    return f"; {found:g}% is written as {_figure(share)}" if found > 1 and allowed(share) else ""


def _figure(limit: object) -> str:
    """A number without an exponent."""
    if not isinstance(limit, int | float):
        return str(limit)
    return f"{limit:.6f}".rstrip("0").rstrip(".")
