"""Pseudonyms for ids, made with a secret key.

A plain hash of an e-mail address or a customer number can be undone by hashing all of them. With a secret
key, only a holder of the key can tell which id a pseudonym stands for. The key never enters a query or a
message.
"""

import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from workbook.errors import EngagementError, MeasureError
from workbook.tables.ids import same_id

KEY = "CX_WORKBOOK_KEY"
KEY_FILE = "CX_WORKBOOK_KEY_FILE"
SHORTEST = 32
KINDS = ("customer", "identity", "email", "phone", "card", "respondent")
KIND_OF_COLUMN = {
    **{"customer_id": "customer", "declared_id": "customer", "source_id": "identity"},
    **{"email": "email", "phone": "phone", "loyalty_card": "card", "respondent_id": "respondent"},
}
"""The columns that hold pseudonyms once there is a key, each with its kind."""
LEFT_OUT = {
    *("name", "names", "naam", "first_name", "given_name", "firstname", "voornaam", "voornamen", "initials"),
    *("last_name", "surname", "lastname", "family_name", "achternaam", "tussenvoegsel", "voorletters"),
    *("full_name", "fullname", "contact", "contactpersoon", "contact_person", "username", "gebruikersnaam"),
    *("klantnaam", "bedrijfsnaam", "company_name"),
    *("email", "e_mail", "mail", "email_address", "e_mail_address", "emailadres", "e_mailadres", "mailadres"),
    *("phone", "phone_number", "telephone", "telefoon", "telefoonnummer", "tel", "mobile", "mobile_number"),
    *("mobiel", "mobiele_nummer", "gsm", "fax", "loyalty_card", "card_number", "kaartnummer", "klantenkaart"),
    *("street", "straat", "straatnaam", "address", "adres", "house_number", "housenumber", "huisnummer"),
    *("postcode", "postal_code", "postalcode", "zip", "zip_code", "zipcode", "suburb", "wijk"),
    *("date_of_birth", "birth_date", "birthdate", "birthday", "dob", "geboortedatum", "geboren"),
    *("iban", "account_number", "rekeningnummer", "bsn", "ssn", "passport", "paspoort", "ip", "ip_address"),
}
"""Columns of `customers` that are left out once there is a key; so is home_address, with a word added."""
_WAY_OUT = (
    f"Make one with: python -c 'import secrets; print(secrets.token_hex({SHORTEST}))', and keep it outside "
    f"the engagement, in {KEY} or in a text file that {KEY_FILE} names."
)


@dataclass(frozen=True)
class Key:
    """A secret key. It is not shown when the object is."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """Eight digits to know the key by, which do not give it away; stored with what was made with it."""
        return hmac.digest(self.secret, b"key id", "sha256").hex()[:8]


def read_key(
    engagement: Path, *, file: Path | None = None, environment: Mapping[str, str] = os.environ
) -> Key | None:
    """The secret key, from a file or the environment.

    Args:
        engagement: The engagement folder, in which no key may lie.
        file: A key file; goes before the environment.
        environment: CX_WORKBOOK_KEY holds a key, or else CX_WORKBOOK_KEY_FILE the path of a key file. A key
            is text of at least 32 bytes, or 64 or more hexadecimal digits.

    Returns:
        The key, or None when neither is given.

    Raises:
        EngagementError: The key is too short, or its file is in the engagement folder or cannot be read.

    Example:
        >>> read_key(Path("acme"), environment={"CX_WORKBOOK_KEY": "0f" * 32}).id
        '76b1ea7c'
    """
    if file is None and environment.get(KEY, "").strip():
        return _key(environment[KEY], KEY)
    if file is None and not environment.get(KEY_FILE, "").strip():
        return None
    path = Path(file or environment[KEY_FILE].strip()).expanduser().resolve()
    folder = engagement.expanduser().resolve()
    if any(path.is_relative_to(place) for place in (folder, folder.parent / "reports")):
        raise EngagementError(
            f"The key file {path.name} is in the engagement folder or among the reports, beside the "
            "pseudonyms that it undoes. Move it to a folder of your own."
        )
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        # Not `from error`: what could not be decoded is the key.
        raise EngagementError(f"The key file {path} cannot be read as text. {_WAY_OUT}") from None
    return _key(text, f"key file {path.name}")


def _key(text: str, where: str) -> Key:
    text = text.strip()
    is_hex = len(text) % 2 == 0 and re.fullmatch("[0-9a-fA-F]+", text)
    secret = bytes.fromhex(text) if is_hex else text.encode()
    if len(secret) < SHORTEST:
        digits = f" ({len(text)} hexadecimal digits)" if is_hex else ""
        raise EngagementError(
            f"The key in {where} has {len(secret)} bytes{digits}, it takes {SHORTEST}. {_WAY_OUT}"
        )
    return Key(secret)


def refuse_other_key(key: Key | None, key_id: str) -> None:
    """Refuse a key that is not the one the stored pseudonyms were made with.

    Args:
        key: The key at hand, or None.
        key_id: As stored with the pseudonyms.

    Raises:
        EngagementError: It is another key, or there is none; says the id of both.

    Example:
        >>> refuse_other_key(Key(b"k" * 32), Key(b"k" * 32).id)
    """
    if key is None or key.id != key_id:
        at_hand = "there is no key" if key is None else f"the key at hand is {key.id}"
        raise EngagementError(
            f"The pseudonyms are of key {key_id}, and {at_hand}. Put that key in {KEY} or {KEY_FILE}."
        )


def pseudonyms(values: pd.Series, kind: str, key: Key) -> pd.Series:
    """A pseudonym for every value of a column: the same for equal values, of no use without the key.

    first 16 bytes of HMAC-SHA256(key, kind, 0, value), in hexadecimal digits

    Ids (customer, identity, card) that differ by case or spaces only get the same pseudonym, see `same_id`;
    e-mail addresses and phone numbers have to be in one form already. One value gets different pseudonyms
    as different kinds.

    Args:
        values: Text; missing stays missing.
        kind: One of `KINDS`.
        key: From `read_key`.

    Returns:
        32 digits each, in the index of `values`.

    Raises:
        MeasureError: The kind is unknown, or values are not text, as 7 and "7" would differ; says how many.

    Source:
        RFC 2104 (HMAC); FIPS 180-4 (SHA-256).

    Example:
        >>> pseudonyms(pd.Series(["C1", "c1 ", None]), "customer", Key(b"k" * 32)).str[:8].tolist()
        ['061ac4f1', '061ac4f1', nan]
    """
    if kind not in KINDS:
        raise MeasureError(f"'{kind}' is not a kind of pseudonym; use one of {', '.join(KINDS)}.")
    if wrong := sum(not isinstance(value, str) for value in _mixed(values)):
        raise MeasureError(
            f"No pseudonyms: {wrong:,} of {len(values):,} values of kind {kind} are not text. "
            "Check the table first: it reads ids as text."
        )
    text = values.astype("str")
    codes, different = pd.factorize(same_id(text) if kind in ("customer", "identity", "card") else text)
    start = hmac.new(key.secret, f"{kind}\0".encode(), "sha256")
    made = pd.array([_digits(start, value) for value in different], dtype="str")
    return pd.Series(made.take(codes, allow_fill=True), index=values.index, name=values.name)


def _mixed(values: pd.Series) -> pd.Series:
    return values[:0] if values.dtype == "str" else values.dropna()


def _digits(start: hmac.HMAC, value: str) -> str:
    code = start.copy()
    code.update(value.encode())
    return code.hexdigest()[:32]


def pseudonymised(tables: Mapping[str, pd.DataFrame], key: Key) -> dict[str, pd.DataFrame]:
    """Tables with pseudonyms for ids, without the columns that identify people.

    The columns in `KIND_OF_COLUMN` get pseudonyms. Identities keep those and their source, and lose the
    rest, which is not needed any more; `customers` loses the columns in `LEFT_OUT`. What people wrote
    themselves, such as a comment, stays as it is.

    Args:
        tables: Checked tables by name, under one key; e-mail and phone in one form.
        key: From `read_key`.

    Returns:
        The tables in the same order.

    Example:
        >>> table = pd.DataFrame({"customer_id": ["C1"], "home_address": ["Dam 1"], "size": ["large"]})
        >>> list(pseudonymised({"customers": table}, Key(b"k" * 32))["customers"])
        ['customer_id', 'size']
    """
    return {name: _with_pseudonyms(table[_kept_columns(name, table)], key) for name, table in tables.items()}


def _kept_columns(name: str, table: pd.DataFrame) -> list[str]:
    if name == "identities":
        return [column for column in table if column == "source" or column in KIND_OF_COLUMN]
    return [column for column in table if name != "customers" or not _tells_who(column)]


def _tells_who(column: str) -> bool:
    name = column.rstrip("_0123456789")
    first, last = name.partition("_"), name.rpartition("_")
    return bool({name, first[2], last[0], last[2]} & LEFT_OUT)


def _with_pseudonyms(table: pd.DataFrame, key: Key) -> pd.DataFrame:
    made = {
        name: pseudonyms(table[name], kind, key) for name, kind in KIND_OF_COLUMN.items() if name in table
    }
    return table.assign(**made)
