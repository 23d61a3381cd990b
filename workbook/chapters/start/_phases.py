"""What a phase of maturity is called in tables."""

import pandas as pd

from workbook.phrases import Phrase, label, say


def phase_name(phase: float) -> Phrase:
    """A phase by its number and its name; nothing where it is not known."""
    return (
        "" if pd.isna(phase) else say("maturity.phase", phase=int(phase), name=label(f"phase.{int(phase)}"))
    )
