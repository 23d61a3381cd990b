"""Ids and names as cells hold them: several in one, and when two that are written differently are one."""

import pandas as pd


def names_in(cell: object) -> list[str]:
    """The names in a cell that may hold several, with ; between; none in a blank one.

    Example:
        >>> names_in("I1; I2;"), names_in(None)
        (['I1', 'I2'], [])
    """
    return [name.strip() for name in cell.split(";") if name.strip()] if isinstance(cell, str) else []


def same_id(ids: pd.Series) -> pd.Series:
    """The form in which ids are compared: letters in one case, without spaces.

    C001, c001 and "C 001 " are one id; 007 and 7 are two. Letters that look the same but are coded
    differently (full width, ligatures) are made one by Unicode's NFKC.

    Args:
        ids: Text, missing where there is none.

    Returns:
        Text in the index of `ids`, missing where it was missing or nothing but spaces.

    Source:
        Unicode Standard Annex 15, normalisation form KC.

    Example:
        >>> same_id(pd.Series(["C001", " c 001", "007"])).tolist()
        ['c001', 'c001', '007']
    """
    compact = one_coding(ids.astype("str")).str.lower().str.replace(r"\s+", "", regex=True)
    return compact.where(compact.ne(""))


def one_coding(text: pd.Series) -> pd.Series:
    """Text in which signs that look the same are coded the same (Unicode's NFKC).

    Args:
        text: Text, missing where there is none.

    Returns:
        Text in the index of `text`.

    Source:
        Unicode Standard Annex 15, normalisation form KC.

    Example:
        >>> one_coding(pd.Series(["\uff21\uff22", "ab"])).tolist()
        ['AB', 'ab']
    """
    plain = text.str.isascii().fillna(True).astype(bool)
    return text if plain.all() else text.where(plain, text[~plain].str.normalize("NFKC"))
