"""Write a delivery into engagement.yml: the lines that are there stay as they are."""

import json
import re

import yaml

from workbook.engagement import Delivery
from workbook.errors import EngagementError


def with_delivery(text: str, delivery: Delivery) -> str:
    """The text of engagement.yml with one more delivery.

    Args:
        text: As it is.
        delivery: The delivery to add.

    Raises:
        EngagementError: Its deliveries are written in a way that nothing can be added to; the message has the
            lines to add by hand.
    """
    item = _item(delivery)
    before = (yaml.safe_load(text) or {}).get("deliveries") or []
    lines = re.sub(r"\r\n?", "\n", text).removesuffix("\n").split("\n")  # other signs may stand in a text
    place = next((n for n, line in enumerate(lines) if re.match(r"deliveries:", line)), None)
    if place is None:
        added = [*lines, "", "deliveries:", *item]
    else:
        if re.match(r"deliveries:\s*(\[\s*\])?\s*(#.*)?$", lines[place]):
            lines[place] = "deliveries:"
        end = next(
            (n for n, line in enumerate(lines[place + 1 :], place + 1) if re.match(r"[^\s#-]", line)),
            len(lines),
        )
        while end > place + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
            end -= 1
        indent = next((line[: len(line) - len(line.lstrip())] for line in lines[place + 1 : end]), "  ")
        added = [*lines[:end], *[indent + line[2:] for line in item], *lines[end:]]
    result = "\n".join(added) + "\n"
    try:
        after = yaml.safe_load(result)
    except yaml.YAMLError:
        after = {}
    if (after or {}).get("deliveries") != [*before, yaml.safe_load("\n".join(item))[0]]:
        shown = "\n".join(["deliveries:", *item])
        raise EngagementError(
            f"engagement.yml is written in a way that nothing can be added to. Add:\n{shown}"
        )
    return result


def _item(delivery: Delivery) -> list[str]:
    """The lines of a delivery, with what is not as it would be without them."""
    facts = delivery.model_dump(by_alias=True, exclude_defaults=True)
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in facts.items()]
    nested = {"questions", "columns", "with"}
    written = []
    for (key, value), line in zip(facts.items(), lines, strict=True):
        if key in nested:
            rows = [
                f"  {json.dumps(name, ensure_ascii=False)}: {_flow(inner)}" for name, inner in value.items()
            ]
            written += [f"{key}:", *rows]
        else:
            written.append(line)
    return [("  - " if n == 0 else "    ") + line for n, line in enumerate(written)]


def _flow(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
