"""The starter questionnaire of the maturity check: statements to answer, in the client's language."""

from pathlib import Path

import yaml
from pandas import DataFrame

QUESTIONNAIRE = Path(__file__).parent.parent / "questionnaires" / "maturity.yml"


def starter_statements(language: str) -> DataFrame:
    """The rows that table readiness starts with; the answers are blank.

    Args:
        language: Of the statements.

    Example:
        >>> starter_statements("en").columns.tolist()
        ['statement', 'dimension', 'theme']
    """
    given = yaml.safe_load(QUESTIONNAIRE.read_text(encoding="utf-8"))
    rows = [
        {"statement": one[language], "dimension": dimension, "theme": one.get("theme")}
        for dimension, statements in given.items()
        for one in statements
    ]
    return DataFrame(rows)
