"""The images of a house style: which files can stand in a report, and how they do."""

import base64
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PNG, JPEG, SVG = "image/png", "image/jpeg", "image/svg+xml"
STARTS = {b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
"""How files of these kinds begin."""
PLACES = {"logo": ((SVG, PNG), 300_000), "picture": ((PNG, JPEG), 1_500_000)}
"""Per place the kinds of image that it takes, and the most bytes."""
ACTIVE = ("script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler", "listener")
_INLINE = r"\s*['\"]?\s*(#|data:image/(png|jpeg|gif|webp);)"
_OUTSIDE = re.compile(rf"(?i)url\((?!{_INLINE})|@import|javascript:|\\")


def data_uri(image: bytes) -> str:
    """An image as it can stand in a page."""
    return f"data:{_kind(image)};base64,{base64.b64encode(image).decode()}"


def _kind(image: bytes) -> str:
    kind = next((kind for start, kind in STARTS.items() if image.startswith(start)), "")
    return kind or (SVG if image.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else "")


def image_faults(image: bytes | None, place: str) -> list[str]:
    """Why an image cannot stand in a report; nothing where it can.

    Args:
        image: The file; none where there is none.
        place: Where it is for: "logo" or "picture".
    """
    if image is None:
        return ["there is no such file in the engagement folder"]
    kinds, most = PLACES[place]
    faults = [f"it has {len(image):,} bytes, and {most:,} is the most"] if len(image) > most else []
    if _kind(image) not in kinds:
        names = " or ".join(kind.partition("/")[2].partition("+")[0].upper() for kind in kinds)
        return [*faults, f"it is not a {names} file"]
    return [*faults, *(svg_faults(image) if _kind(image) == SVG else ())]


def svg_faults(image: bytes) -> list[str]:
    """What in an SVG could do something or fetch something, each once; a drawing does neither.

    Example:
        >>> svg_faults(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
        ['it has an element <script>']
    """
    from xml.etree import ElementTree

    if re.search(rb"<!ENTITY|<\?(?!xml\s)", image):
        return ["it has entities or instructions to a program"]
    try:
        root = ElementTree.fromstring(image.decode("utf-8-sig"))
    except (UnicodeDecodeError, ElementTree.ParseError) as error:
        return [f"it is not XML in UTF-8 ({error})"]
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        return [f"its first element is <{_local(root.tag)}>, not <svg> of http://www.w3.org/2000/svg"]
    return list(dict.fromkeys(fault for element in root.iter() for fault in _element_faults(element)))


def _element_faults(element: "Element") -> Iterator[str]:
    name = _local(element.tag)
    if name.lower() in ACTIVE:
        yield f"it has an element <{name}>"
    if name.lower() == "style" and _OUTSIDE.search(element.text or ""):
        yield "its <style> refers to something outside, or hides it"
    for key, value in element.attrib.items():
        attribute = _local(key)
        refers = attribute.lower() in ("href", "src") and not re.match(_INLINE, value, re.IGNORECASE)
        if attribute.lower().startswith("on"):
            yield f"it has an event handler {attribute}"
        elif refers or _OUTSIDE.search(value):
            yield f"{attribute} of <{name}> refers to something outside: '{value[:40]}'"


def _local(name: str) -> str:
    return name.rpartition("}")[2]
