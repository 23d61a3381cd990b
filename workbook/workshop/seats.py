"""Secrets that open a seat or the facilitator's page, kept as a digest only; addresses to scan."""

import hashlib
import secrets

BITS = 192


def new_secret() -> str:
    """A secret of 192 bits, as a text that fits in an address.

    Example:
        >>> len(new_secret())
        32
    """
    return secrets.token_urlsafe(BITS // 8)


def qr_code(address: str) -> str:
    """An address as a picture to scan, for the source of an image."""
    import segno

    return segno.make(address, error="m").svg_data_uri(scale=4, border=2)


def digest(secret: str) -> str:
    """SHA-256 of a secret: a secret has too many bits to be guessed from it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
