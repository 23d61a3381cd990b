"""Files that the command writes: a page, a spreadsheet. Each is written whole or not at all."""

from collections.abc import Callable
from pathlib import Path

from prioritization.command.page import page
from prioritization.command.sheets import write_sheets
from prioritization.command.wording import Wording
from prioritization.errors import OutputError


def write_answer(wording: Wording, name: str, html: Path | None, xlsx: Path | None) -> list[str]:
    """Write an answer to files.

    Args:
        wording: The answer in words.
        name: What was planned, such as the name of its file.
        html: Where the page goes.
        xlsx: Where the spreadsheet goes.

    Returns:
        A sentence per file written.

    Raises:
        OutputError: A file cannot be written.
    """
    if html:
        whole(html, lambda file: file.write_text(page(wording, name), encoding="utf-8"))
    if xlsx:
        whole(xlsx, lambda file: write_sheets(file, wording))
    return [f"Written: {file}." for file in (html, xlsx) if file]


def whole(file: Path, write: Callable[[Path], object]) -> None:
    """Write a file under another name first, so that a broken one never stands there.

    Args:
        file: Where it goes; replaced where it is there already.
        write: Writes it, to the path that it is given.

    Raises:
        OutputError: It cannot be written.
    """
    part = file.with_name(f".{file.stem}.part{file.suffix}")
    try:
        write(part)
        part.replace(file)
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error.strerror or error}.") from error
    finally:
        part.unlink(missing_ok=True)
