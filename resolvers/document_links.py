"""Addresses of documents that the schema gives: signed for whoever asks, and open to everybody."""

from sqlalchemy import LargeBinary, Text, bindparam, func
from sqlalchemy.sql.elements import ColumnElement

CALLER = "link_caller"
"""The parameter by which a statement is known to sign links; see `server/identity/links.py`."""

PUBLIC_ADDRESS = bindparam("public_address", type_=Text)
INNER = bindparam("link_inner", type_=LargeBinary)
OUTER = bindparam("link_outer", type_=LargeBinary)


def signed_link(
    directory: str, number: ColumnElement[str], ending: str = ".pdf"
) -> ColumnElement[str]:
    """Return the address of a document by its number, which works without a token for ten minutes.

    Its signature is HMAC-SHA-256 as PostgreSQL computes it: rows are many, and signed where they
    are found.
    """
    inside = func.sha256(INNER.concat(func.convert_to(number, "UTF8")))
    signature = func.encode(func.sha256(OUTER.concat(inside)), "hex")
    caller = bindparam(CALLER, type_=Text)
    return PUBLIC_ADDRESS + directory + number + f"{ending}?link=" + caller + "." + signature


def verification_address(
    number: ColumnElement[str], secret: ColumnElement[str]
) -> ColumnElement[str]:
    """Return the address that a certificate's QR code leads to. Rule C14."""
    return PUBLIC_ADDRESS + "/verify/" + number + "#" + secret
