"""The catalogues: a folder per language, a file per chapter; nothing else is bilingual."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

CATALOGUES = Path(__file__).parent


def languages() -> list[str]:
    """The languages there are: those with a folder."""
    return sorted(folder.name for folder in CATALOGUES.iterdir() if (folder / "common.toml").is_file())


@cache
def catalogue(language: str) -> dict[str, dict[str, Any]]:
    """Every entry of a language by its table and key; the notebooks' words are under "notebook_CHAPTER".

    Raises:
        KeyError: There is no such language.
    """
    if language not in languages():
        raise KeyError(f"There is no catalogue of '{language}'; there are {', '.join(languages())}.")
    entries: dict[str, dict[str, Any]] = {}
    for file in sorted((CATALOGUES / language).glob("*.toml")):
        for table, texts in tomllib.loads(file.read_text(encoding="utf-8")).items():
            name = f"notebook_{file.stem}" if table == "notebook" else table
            if name in entries:
                raise ValueError(f"{file.name}: [{table}] stands in two files of '{language}'")
            entries[name] = texts
    return entries
