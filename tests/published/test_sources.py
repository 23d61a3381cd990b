"""Every file of published data has its source and its licence, and none is forgotten."""

import re

import pytest
from published_data import FOLDER

FILES = sorted(file.name for file in FOLDER.iterdir() if file.name != "SOURCES.md")
SOURCES = (FOLDER / "SOURCES.md").read_text("utf-8")


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_a_source_and_a_licence(name):
    [row] = [line for line in SOURCES.splitlines() if line.startswith("|") and f"`{name}`" in line]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert len(cells) == 4 and all(cells)


def test_a_source_is_named_only_for_a_file_that_is_there():
    rows = [line.split("|")[1] for line in SOURCES.splitlines() if line.startswith("| `")]
    assert [name for row in rows for name in re.findall(r"`([^`]+)`", row) if name not in FILES] == []
