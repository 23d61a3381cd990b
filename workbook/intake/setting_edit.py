"""Change settings in engagement.yml: all that nobody changed stays as it was written, comments too."""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from workbook.errors import EngagementError
from workbook.files import write_whole
from workbook.intake.engagement_file import checked_settings, settings_in, settings_text


def with_choices(settings: Mapping[str, Any], choices: Mapping[str, Any]) -> dict[str, Any]:
    """Settings with some of them changed.

    Args:
        settings: As engagement.yml holds them.
        choices: The new value of each setting, by its place, such as contact.limit; of a list by the name
            of what is in it, such as norms.on-time.at_least.

    Example:
        >>> with_choices({"client": "Acme", "contact": None}, {"contact.limit": 2})
        {'client': 'Acme', 'contact': {'limit': 2}}
    """
    changed = dict(settings)
    for place, value in choices.items():
        changed = _put(changed, place.split("."), value)
    return changed


def _put(settings: Any, place: list[str], value: Any) -> Any:
    if isinstance(settings, list):
        return [_put(one, place[1:], value) if one.get("name") == place[0] else one for one in settings]
    if len(place) > 1:
        value = _put(settings.get(place[0]) or {}, place[1:], value)
    return {**settings, place[0]: value}


def write_choices(folder: Path, choices: Mapping[str, Any]) -> None:
    """Write choices into engagement.yml, whole or not at all.

    Args:
        folder: The engagement folder.
        choices: The new value of each setting, by its place, such as contact.limit.

    Raises:
        EngagementError: With them engagement.yml has faults, or it is written in a way that they cannot be
            put in; the message has the lines to write by hand.
        StoreError: It cannot be written.
    """
    text = settings_text(folder)
    checked_settings(folder, with_choices(settings_in(text), choices))
    for place, value in choices.items():
        text = with_setting(text, place, value)
    write_whole(folder / "engagement.yml", partial(Path.write_bytes, data=text.encode("utf-8")))


def with_setting(text: str, place: str, value: Any) -> str:
    """The text of engagement.yml with one setting changed or added.

    Args:
        text: As it is.
        place: The setting's place, such as contact.limit.
        value: Its new value: what JSON can hold.

    Raises:
        EngagementError: The file is written in a way that it cannot be put in.

    Example:
        >>> with_setting("contact: {limit: 3}   # messages", "contact.limit", 2)
        'contact: {limit: 2}   # messages'
        >>> with_setting("client: Acme", "contact.limit", 2)
        'client: Acme\\ncontact: {limit: 2}\\n'
    """
    wanted = with_choices(settings_in(text), {place: value})
    try:
        changed = _edited(text, place.split("."), value)
        if settings_in(changed) == wanted:
            return changed
    except (EngagementError, yaml.YAMLError):  # what came of it cannot be read
        pass
    raise EngagementError(
        "engagement.yml is written in a way that this cannot be put in. Write it there yourself:\n"
        + yaml.safe_dump(with_choices({}, {place: value}), allow_unicode=True, default_flow_style=False)
    )


def _edited(text: str, place: list[str], value: Any) -> str:
    node = yaml.compose(text, yaml.SafeLoader)
    while place:
        entry = _entry(node, place[0])
        if entry is None:
            return _added(text, node, _line(place, value))
        if not isinstance(entry, yaml.CollectionNode):
            return _replaced(text, entry, _flow(_nested(place[1:], value)))
        node, place = entry, place[1:]
    return _replaced(text, node, _flow(value))


def _entry(node: yaml.CollectionNode, name: str) -> yaml.Node | None:
    """The value that a mapping has for a name, or what a list has of that name."""
    if isinstance(node, yaml.SequenceNode):
        names = {one: _entry(one, "name") for one in node.value if isinstance(one, yaml.MappingNode)}
        return next((one for one, found in names.items() if found and found.value == name), None)
    return next((value for key, value in node.value if key.value == name), None)


def _replaced(text: str, node: yaml.Node, code: str) -> str:
    begin, end = node.start_mark.index, _end(node)
    before = text[:begin]
    return f"{before}{' ' * (not before[-1:].isspace())}{code}{text[end:]}"


def _end(node: yaml.Node) -> int:
    """Where a node ends; what is written line by line ends with its last line, not before the next word."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return node.end_mark.index


def _added(text: str, node: yaml.MappingNode, line: str) -> str:
    """The text with one more line in a mapping, after its last one."""
    if node.flow_style:
        end = node.end_mark.index - 1
        return f"{text[:end].rstrip()}{', ' * bool(node.value)}{line}{text[end:]}"
    newline = "\r\n" if "\r\n" in text else "\n"
    end = _end(node)
    rest, after, more = text[end:].partition("\n")  # the last line keeps its comment
    indent = " " * node.start_mark.column
    return f"{text[:end]}{rest.rstrip()}{newline}{indent}{line}{newline}{more if after else ''}"


def _line(place: list[str], value: Any) -> str:
    return f"{place[0]}: {_flow(_nested(place[1:], value))}"


def _nested(place: list[str], value: Any) -> Any:
    for name in reversed(place):
        value = {name: value}
    return value


def _flow(value: Any) -> str:
    """A value on one line, as it is written by hand."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(name)}: {_flow(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    plain = isinstance(value, str) and value.replace("_", "").replace(" ", "").isalnum()
    if plain and yaml.safe_load(value) == value:
        return value
    return json.dumps(value, ensure_ascii=False)
