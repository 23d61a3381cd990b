"""Print environment.yml, made from pyproject.toml: `make environment.yml` keeps it."""

import tomllib
from pathlib import Path
from typing import Any

PYTHON = "Programming Language :: Python :: 3."


def environment_yml(project: dict[str, Any]) -> str:
    """The conda environment of a project: Python from conda, and all else as pip installs it.

    Args:
        project: The table [project] of pyproject.toml.

    Returns:
        The text of the file.
    """
    newest = max(int(line.removeprefix(PYTHON)) for line in project["classifiers"] if line.startswith(PYTHON))
    return "\n".join(
        [
            "# Made from pyproject.toml by `make environment.yml`.",
            f"name: {project['name']}",
            "channels:",
            "  - conda-forge",
            "dependencies:",
            f"  - python{project['requires-python']},<3.{newest + 1}",
            "  - pip",
            "  - pip:",
            "      - -c constraints.txt",
            "      - -e .[dev]",
        ]
    )


if __name__ == "__main__":
    file = Path(__file__).parent.parent / "pyproject.toml"
    print(environment_yml(tomllib.loads(file.read_text(encoding="utf-8"))["project"]))
