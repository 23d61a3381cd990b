"""Search the files of an engagement for a person: other sheets, copies, backups, unread folders."""

import mmap
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from workbook.engagement_folder import reports_of
from workbook.intake.forgotten_list import FORGOTTEN
from workbook.intake.person import Person
from workbook.intake.read_sheets import UNFOLDED
from workbook.tables import RawTable

SHORTEST, SHORTEST_NUMBER = 3, 5  # a shorter text, or number, stands in many files by chance
PACKED = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"\xd0\xcf\x11\xe0")
"""How files begin that are packed or locked in a way that is not searched here."""
ZIP = b"PK\x03\x04"
_CONTACT = re.compile(
    r"mail|phone|telefoon|^tel$|mobiel|mobile|gsm|card|kaart|iban|bsn|ssn|passport|paspoort"
)


def search_words(who: Person, rows: Mapping[str, pd.Series], raw: Mapping[str, RawTable]) -> frozenset[str]:
    """The texts that point to one person: ids, and the contacts in the rows that go.

    Args:
        who: The person.
        rows: Per table which rows are of the person.
        raw: The tables as delivered.
    """
    words = {*who.customer_ids, *(source_id for _, source_id in who.identities)}
    for name, gone in rows.items():
        frame = raw[name].frame
        for place, column in enumerate(frame):
            if _CONTACT.search(column):
                words |= set(frame.iloc[:, place][gone.to_numpy()].dropna().astype("str").str.strip())
    return frozenset(word for word in words if len(word) >= _least(word))


def _least(word: str) -> int:
    return SHORTEST_NUMBER if word.isdigit() else SHORTEST


def remnants(folder: Path, words: Iterable[str], *, but: Iterable[Path] = ()) -> tuple[list[str], list[str]]:
    """Find the files of an engagement and its reports that still hold one of some words.

    Args:
        folder: The engagement folder.
        words: From `search_words`.
        but: Files to pass over.

    Returns:
        The files with a word, of a workbook with the sheet; and the files that cannot be searched. Both as
        seen from the folder that holds the engagement.
    """
    words, passed, holding, closed = sorted(words), {*but, folder / FORGOTTEN}, [], []
    for file in _files(folder) if words else ():
        name = file.relative_to(folder.parent).as_posix()
        try:
            if file in passed or not file.stat().st_size:
                continue
            if _starts(file).startswith(PACKED):
                closed.append(name)
            elif _holds(file, words):
                holding += [f"{name}{sheet}" for sheet in _sheets(file, words)]
        except Exception:  # a reader may raise anything of a damaged file
            closed.append(name)
    return holding, closed


def _files(folder: Path) -> Iterator[Path]:
    for place in (folder, reports_of(folder)):
        yield from sorted(file for file in place.rglob("*") if file.is_file())


def _starts(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(8)


def _holds(file: Path, words: list[str]) -> bool:
    pattern = _in_bytes(words)
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if pattern.search(data):
            return True
    if zipfile.is_zipfile(file) or _starts(file).startswith(ZIP):  # a zip cut short is one too
        return _zip_holds(file, pattern)
    return _starts(file).startswith(b"PAR1") and _parquet_holds(file, words)


def _in_bytes(words: list[str]) -> re.Pattern[bytes]:
    """The words as whole words, in the encodings that text files have."""
    words = [form for word in words for form in (word, word.lower(), word.upper())]  # bytes fold ASCII only
    narrow = {word.encode(encoding, "ignore") for word in words for encoding in ("utf-8", "cp1252")}
    wide = {word.encode("utf-16-le") for word in words}
    one = b"|".join(map(re.escape, sorted(filter(None, narrow))))
    two = b"|".join(map(re.escape, sorted(wide)))
    return re.compile(
        rb"(?<![0-9a-z])(?:" + one + rb")(?![0-9a-z])|(?<![0-9a-z]\x00)(?:" + two + rb")(?![0-9a-z]\x00)",
        re.IGNORECASE,
    )


def _zip_holds(file: Path, pattern: re.Pattern[bytes]) -> bool:
    with zipfile.ZipFile(file) as parts:
        if sum(part.file_size for part in parts.infolist()) > UNFOLDED:
            raise ValueError("too large to unfold")
        return any(pattern.search(parts.read(part)) for part in parts.infolist())


def _parquet_holds(file: Path, words: list[str]) -> bool:
    """Whether a value is or holds a word, also one that a dictionary has kept and no row uses."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    edge = "[^0-9A-Za-z]"
    pattern = f"(?i)(?:^|{edge})(?:{'|'.join(map(re.escape, words))})(?:{edge}|$)"
    with pq.ParquetFile(file) as opened:
        for batch in opened.iter_batches():
            for column in batch.columns:
                values = column.dictionary if pa.types.is_dictionary(column.type) else column
                if pa.types.is_nested(values.type) or pa.types.is_binary(values.type):
                    values = pa.array([str(value) for value in values.to_pylist()])
                if pc.any(pc.match_substring_regex(values.cast(pa.string()), pattern)).as_py():
                    return True
    return False


def _sheets(file: Path, words: list[str]) -> list[str]:
    """The sheets of a workbook with one of the words; of another file nothing to add to its name."""
    if file.suffix.lower() not in (".xlsx", ".xlsm"):
        return [""]
    from openpyxl import load_workbook

    pattern = _in_bytes(words)
    book = load_workbook(file, read_only=True)
    try:
        sheets = [f", sheet {sheet.title}" for sheet in book.worksheets if pattern.search(_text(sheet))]
    finally:
        book.close()
    return sheets or [""]


def _text(sheet) -> bytes:
    cells = (cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
    return "\n".join(map(str, cells)).encode()
