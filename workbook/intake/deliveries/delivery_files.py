"""Where what is delivered to an engagement lies, and which of its files a delivery takes."""

import re
from pathlib import Path

from workbook.engagement import Delivery

ROOM = "deliveries"
"""The folder of an engagement with what is delivered to it, and turned into tables by a recipe."""


def files_of(folder: Path, delivery: Delivery) -> list[Path]:
    """The files of a delivery, in the order of their names: 2 before 10, and "orders" before "orders (1)"."""
    pattern = delivery.files or f"{delivery.name}.parquet"
    found = (folder / ROOM).glob(pattern)
    return sorted((file for file in found if file.is_file() and file.name[0] not in ".~"), key=_in_order)


def _in_order(file: Path) -> tuple:
    parts = re.split(r"(\d+)", file.with_suffix("").as_posix())
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts), file.suffix
