"""The values that identities are matched by: in normal form, and which of them are no evidence."""

import pandas as pd

from workbook.tables.ids import one_coding, same_id

FIELDS = ("customer_id", "email", "phone", "loyalty_card")
"""An equal value in one of these makes two identities one customer."""

_NOTHING = {
    *("unknown", "n/a", "na", "none", "null", "nan", "nil", "test", "empty", "-", "?", "."),
    *("onbekend", "geen", "nvt", "n.v.t.", "leeg", "anoniem", "anonymous"),
}
_NOBODY = {
    *("info", "noreply", "no-reply", "donotreply", "do-not-reply", "admin", "administratie", "contact"),
    *("office", "sales", "support", "postmaster", "webmaster", "klantenservice", "customerservice"),
    *("nomail", "noemail", "no-email", "geenemail", "geen-email", "unknown", "onbekend", "none", "test"),
}


def normalised(values: pd.Series, field: str, *, phone_prefix: str = "31") -> pd.Series:
    """Values in the one form in which they are compared.

    Ids and loyalty cards: as `same_id`. E-mail: lower case, no spaces around it; the dots and +tags that
    one provider ignores stay, because others do not ignore them and a wrong merge is worse than a missed
    one. Phone: digits with the country in front (06-12345678, +31 6 12345678 and 0031612345678 are
    31612345678). Postcode: upper case, no spaces. Other text: lower case, single spaces.

    Args:
        values: Text, missing where there is none.
        field: customer_id, loyalty_card, email, phone, postcode, or any other name for other text.
        phone_prefix: Country of numbers written without one, in digits; a leading 0 is dropped for it.

    Returns:
        Text in the index of `values`, missing where there is nothing.

    Source:
        Unicode Standard Annex 15 (form KC); ITU-T E.164 for phone numbers.

    Example:
        >>> normalised(pd.Series(["06-12345678", "+31 (0)6 1234 5678"]), "phone").tolist()
        ['31612345678', '31612345678']
    """
    cells = values.astype("str")
    if field in ("customer_id", "loyalty_card"):
        return same_id(cells)
    text = one_coding(cells).str.strip().str.lower()
    if field == "phone":
        text = _phone(text, phone_prefix)
    elif field == "postcode":
        text = text.str.upper().str.replace(r"\s+", "", regex=True)
    elif field != "email":
        text = text.str.replace(r"\s+", " ", regex=True)
    return text.where(text.ne(""))


def _phone(text: pd.Series, prefix: str) -> pd.Series:
    """Digits in international form; text without digits stays as it is, to be found unreadable."""
    written = text.str.replace("(0)", "", regex=False)
    digits = written.str.replace(r"\D", "", regex=True)
    digits = digits.mask(written.str.startswith("+").fillna(False).astype(bool), "00" + digits)
    abroad = digits.str.startswith("00").fillna(False).astype(bool)
    # A spreadsheet drops the plus: a number that is long enough already has its country.
    whole = digits.str.startswith(prefix) & digits.str.len().ge(len(prefix) + 8)
    home = digits.where(whole.fillna(False).astype(bool), prefix + digits.str.lstrip("0"))
    number = digits.str.slice(2).where(abroad, home).str.replace(rf"^{prefix}0+", prefix, regex=True)
    return number.where(digits.ne("").fillna(False).astype(bool), text)


def usability(normal: pd.Series, field: str, *, phone_prefix: str = "31") -> pd.Series:
    """Whether a value can identify somebody, before counting how many share it.

    Args:
        normal: From `normalised`.
        field: As given to `normalised`.
        phone_prefix: As given to `normalised`.

    Returns:
        used, blank, placeholder (unknown, info@…, 0000000000) or unreadable (no address; no phone number of
        10 to 15 digits with its country, as without an area code), in the index of `normal`.

    Example:
        >>> usability(pd.Series(["info@shop.nl", "a@b.nl", None]), "email").tolist()
        ['placeholder', 'used', 'blank']
    """
    placeholder, readable = normal.isin(_NOTHING), normal.notna()
    if field == "email":
        readable = normal.str.contains(r"^[^@\s]+@[^@\s]+\.[^@\s]+$").fillna(False).astype(bool)
        placeholder |= readable & normal.str.replace(r"@.*", "", regex=True).isin(_NOBODY)
    elif field == "phone":
        readable = normal.str.contains(r"^[0-9]{10,15}$").fillna(False).astype(bool)
        one_digit = "|".join(f"{digit}+" for digit in range(10))
        placeholder |= (
            normal.str.contains(rf"^(?:{phone_prefix})?(?:{one_digit})$").fillna(False).astype(bool)
        )
    else:
        placeholder |= normal.str.contains(r"^0+$").fillna(False).astype(bool)
    finding = pd.Series("used", index=normal.index).mask(~readable, "unreadable")
    return finding.mask(placeholder, "placeholder").mask(normal.isna(), "blank")


def normal_values(identities: pd.DataFrame, *, phone_prefix: str = "31") -> pd.DataFrame:
    """The matching fields of identities in normal form.

    Args:
        identities: One row per identity; any of the columns in `FIELDS`.
        phone_prefix: As in `normalised`.

    Returns:
        Those columns, in the index of `identities`.
    """
    fields = [name for name in FIELDS if name in identities]
    columns = {name: normalised(identities[name], name, phone_prefix=phone_prefix) for name in fields}
    return pd.DataFrame(columns, index=identities.index)


def matching_values(
    identities: pd.DataFrame, normal: pd.DataFrame, *, phone_prefix: str = "31", largest_group: int = 10
) -> pd.DataFrame:
    """Every filled value that could join identities, and whether it does.

    Args:
        identities: One row per identity, index 0, 1, 2, …; any of the columns in `FIELDS`.
        normal: From `normal_values`.
        phone_prefix: As in `normalised`.
        largest_group: A value that more identities share identifies nobody; a declared id may.

    Returns:
        node (the row), field, value (a number per different value), finding: used, placeholder, unreadable,
        too_common, or disputed (identities with different declared ids share it), and written (the text
        of ids as it came in; missing for the other fields).
    """
    parts, declared = [], pd.Series(dtype="float64")
    for field in normal:
        finding = usability(normal[field], field, phone_prefix=phone_prefix)
        filled = normal.index[finding.ne("blank")]
        values = pd.factorize(normal.loc[filled, field])[0]
        part = pd.DataFrame({"node": filled, "field": field, "value": values})
        part["finding"] = finding[filled].to_numpy()
        if field != "customer_id":
            part = _shared(part, declared, largest_group)
        else:
            declared = part[part["finding"].eq("used")].set_index("node")["value"]
        ids = field in ("customer_id", "loyalty_card")
        part["written"] = identities.loc[filled, field].to_numpy() if ids else None
        parts.append(part.astype({"finding": "category", "written": "str"}))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_COLUMNS)


_COLUMNS = ["node", "field", "value", "finding", "written"]


def _shared(part: pd.DataFrame, declared: pd.Series, largest_group: int) -> pd.DataFrame:
    """Mark values that too many identities share, and values of several declared ids."""
    used = part["finding"].eq("used")
    common = part["value"].map(part["value"].value_counts()).gt(largest_group)
    ids = part["node"].map(declared).groupby(part["value"])
    disputed = part["value"].map(ids.min().ne(ids.max()) & ids.count().gt(0))
    finding = part["finding"].mask(used & disputed, "disputed").mask(used & common, "too_common")
    return part.assign(finding=finding)


def evidence_quality(values: pd.DataFrame) -> pd.DataFrame:
    """How many values identities were matched by, and how many were left aside.

    Args:
        values: From `matching_values`.

    Returns:
        field, finding (as in `matching_values`, and spellings: ids that differ by case or spaces and are
        taken as one, which are counted under used as well), values (different ones), identities.

    Example:
        >>> identities = pd.DataFrame({"customer_id": ["C1", "c1 ", "n/a"]})
        >>> values = matching_values(identities, normal_values(identities))
        >>> evidence_quality(values)[["finding", "values", "identities"]].to_numpy().tolist()
        [['placeholder', 1, 1], ['used', 1, 2], ['spellings', 1, 2]]
    """
    ids = values[values["finding"].eq("used") & values["written"].notna()]
    forms = ids.groupby(["field", "value"])["written"].transform("nunique")
    rows = pd.concat([values.astype({"finding": "str"}), ids[forms.gt(1)].assign(finding="spellings")])
    counted = rows.groupby(["field", "finding"], sort=False)["value"].agg(values="nunique", identities="size")
    order = ["placeholder", "unreadable", "too_common", "disputed", "used", "spellings"]
    table = counted.reset_index().sort_values(
        ["field", "finding"],
        key=lambda names: names.map({name: at for at, name in enumerate([*FIELDS, *order])}),
    )
    return table.reset_index(drop=True)
