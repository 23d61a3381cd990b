"""The client's house style in a report: logo, colours, font, lines on every page, a picture on the cover."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ValidationInfo, field_validator

from workbook.house_images import image_faults
from workbook.settings import FILES, STRICT, LocalText

WHITE, BLACK = "#ffffff", "#000000"
READABLE = 4.5
"""Contrast that text needs against its background (WCAG 2.2, level AA)."""
IN_CHARTS = 7.0
"""Contrast to white (level AAA) that stays apart from the signal colours of charts, in grey print too."""
DEEP, SOFT, PALE = 0.66, 0.25, 0.28
"""Shares of the main colour: in black on the cover, of the cover's in its small print, in white in charts."""
LONGEST = 110
"""Signs that fit on a printed line."""
GENERIC = ("serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif")
FALLBACK = '"Helvetica Neue", Arial, "Liberation Sans", sans-serif'


def contrast(one: str, other: str) -> float:
    """How far two colours differ in lightness, from 1 (not at all) to 21 (black and white).

    Source:
        WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio

    Example:
        >>> round(contrast("#767676", "#ffffff"), 2)
        4.54
    """
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in bytes.fromhex(colour[1:])]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def mixed(colour: str, other: str, share: float) -> str:
    """A share of one colour in another.

    Example:
        >>> mixed("#ff0000", "#ffffff", 0.5)
        '#ff8080'
    """
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + "".join(f"{round(share * one + (1 - share) * two):02x}" for one, two in pairs)


def _colour(text: str) -> str:
    """A colour that text on white can have, as can white text on it."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", text):
        raise ValueError(f"{text!r} is not a colour as '#0b4f6c': between quotes, # and six of 0-9 and a-f")
    if (ratio := contrast(text, WHITE)) < READABLE:
        shades = (mixed(text, BLACK, share / 100) for share in range(99, 0, -1))
        dark = next(shade for shade in shades if contrast(shade, WHITE) >= READABLE)
        raise ValueError(
            f"'{text}' has a contrast of {int(ratio * 100) / 100:.2f} to white, and text needs {READABLE};"
            f" '{dark}' is the same colour, dark enough"
        )
    return text.lower()


def _fonts(text: str) -> str:
    """A stack of font families, as CSS takes it: every name between quotes, none with a sign of CSS."""
    names = [name.strip().strip("'\"") for name in text.split(",")]
    if wrong := [name for name in names if not re.fullmatch(r"[^\W_][\w .-]{0,60}", name)]:
        raise ValueError(
            f"{wrong[0]!r} is not the name of a font: letters, digits, spaces, - and ., with commas between"
        )
    return ", ".join(name if name in GENERIC else f'"{name}"' for name in names)


def _lines(value: str | dict[str, str]) -> str | dict[str, str]:
    """One line that fits on a page, in one language or in each of several."""
    for text in value.values() if isinstance(value, dict) else [value]:
        if not text.isprintable():
            raise ValueError(f"{text!r} is not one line that can be read")
        if len(text) > LONGEST:
            raise ValueError(f"{text[:20]!r}… has {len(text)} signs, and a line of a page holds {LONGEST}")
    return value


Colour = Annotated[str, AfterValidator(_colour)]
Line = Annotated[str | LocalText, AfterValidator(_lines)]


class Colours(BaseModel):
    """Headings, links and the cover are in the main colour; numbers and marks in the accent."""

    model_config = STRICT

    main: Colour = "#0b4f6c"
    accent: Colour = "#b3560b"


class House(BaseModel):
    """How a report becomes the client's own. Files are named as seen from the engagement folder."""

    model_config = STRICT

    logo: str = ""
    picture: str = ""
    colours: Colours | None = None
    font: Annotated[str, AfterValidator(_fonts)] | None = None
    footer: Line = ""
    confidentiality: Line = ""

    @field_validator("logo", "picture")
    @classmethod
    def _can_be_shown(cls, name: str, check: ValidationInfo) -> str:
        read = (check.context or {}).get(FILES)
        if name and read and (faults := image_faults(read(name), check.field_name)):
            raise ValueError(f"'{name}' cannot be used: {'; '.join(faults)}")
        return name

    @property
    def files(self) -> tuple[str, ...]:
        """The files that the house style names."""
        return tuple(dict.fromkeys(name for name in (self.logo, self.picture) if name))

    @property
    def properties(self) -> dict[str, str]:
        """The custom properties of the report's stylesheet that the house style sets, by name."""
        found = {}
        if self.colours:
            main, deep = self.colours.main, mixed(self.colours.main, BLACK, DEEP)
            found = {
                "main": main,
                "deep": deep,
                "warm": self.colours.accent,
                "soft": mixed(deep, WHITE, SOFT),
            }
        return found | (
            {"text": f"{self.font}, {FALLBACK}"} | {"display": "var(--text)"} if self.font else {}
        )

    @property
    def chart_colours(self) -> tuple[str, str] | None:
        """The main colour, and a pale one of it, where charts in it can be read; else none."""
        if self.colours is None or contrast(self.colours.main, WHITE) < IN_CHARTS:
            return None
        return self.colours.main, mixed(self.colours.main, WHITE, PALE)


def css_text(text: str) -> str:
    r"""A text between quotes for a stylesheet in a page: no sign of it can end the text, or the style.

    Example:
        >>> print(css_text('a"</style>'))
        "a\22 \3c \2f style\3e "
    """
    return '"' + "".join(sign if sign.isalnum() else f"\\{ord(sign):x} " for sign in text) + '"'
