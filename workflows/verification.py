"""How anybody learns whether a certificate is valid, and guessers learn nothing (C14)."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Text, Uuid, bindparam, select

from db.certificate_templates import certificate_templates
from db.certificates import certificates
from db.statements import Connection, Statement
from rules.certificates import CertificateNotFound, read_serial_number
from rules.frozen import frozen
from rules.printed_values import printed
from rules.verification import (
    NUMBERS_OF_ONE_ADDRESS,
    WRONG_SECRETS,
    RevocationReason,
    SecretIsWrong,
    Standing,
    TooManyChecks,
    general_reason,
    is_secret,
    lines_of,
)
from workflows.throttling import network

COUNT_LOOK = "select count_look($1, $2, $3) as wait"
COUNT_GUESS = "select count_guess($1, $2, $3) as wait"
FIND = Statement(
    select(
        certificates.c.serial_number,
        certificates.c.revoked_at,
        certificates.c.revocation_reason,
        certificates.c.secret,
        certificates.c["values"],
        certificate_templates.c.kind,
        certificate_templates.c.language,
        certificate_templates.c.id.label("template"),
    )
    .join_from(certificates, certificate_templates)
    .where(certificates.c.serial_number == bindparam("number", type_=Text))
)
TEMPLATE = Statement(
    select(certificate_templates.c.svg).where(
        certificate_templates.c.id == bindparam("key", type_=Uuid)
    )
)


@frozen
class PublicStanding:
    """What anybody learns who has the number of a certificate."""

    serial_number: str
    standing: Standing
    revoked_at: datetime | None
    reason: RevocationReason | None


@frozen
class PaperContent:
    """What the paper must say: what each of its lines has, in its order; null for nothing.

    The texts are those of the paper, in its own language.
    """

    kind: str
    language: str
    texts: Mapping[str, str | None]


async def look_up(connection: Connection, number: str, address: str) -> PublicStanding:
    """Return how a certificate stands. Raises CertificateNotFound or TooManyChecks."""
    return _standing(await _find(connection, number, address))


async def open_paper(
    connection: Connection, number: str, secret: str, address: str
) -> tuple[PublicStanding, PaperContent]:
    """Return how a certificate stands, and to who has its secret what the paper must say.

    Raises CertificateNotFound, SecretIsWrong or TooManyChecks.
    """
    row = await _find(connection, number, address)
    has_failed = not is_secret(secret, row["secret"])
    guessed = _subject(f"secret of {row['serial_number']}")
    await _count(connection, COUNT_GUESS, guessed, WRONG_SECRETS, has_failed)
    if has_failed:
        raise SecretIsWrong
    values = orjson.loads(row["values"])
    texts = printed(values, row["language"])
    lines = lines_of((await TEMPLATE.row(connection, key=row["template"]))["svg"])
    said = {
        line: " ".join(filter(None, map(texts.get, fields))) or None
        for line, fields in lines.items()
    }
    return _standing(row), PaperContent(row["kind"], row["language"], said)


async def _find(connection: Connection, number: str, address: str) -> Any:
    caller = f"checks from {network(address)}"
    looked_at = _subject(f"{caller} {number.strip().upper()}")
    await _count(connection, COUNT_LOOK, _subject(caller), looked_at, NUMBERS_OF_ONE_ADDRESS)
    row = await FIND.row(connection, number=read_serial_number(number))
    if row is None:
        raise CertificateNotFound
    return row


async def _count(connection: Connection, statement: str, *arguments: object) -> None:
    wait = (await connection.fetchrow(statement, *arguments))["wait"]
    if wait is not None:
        raise TooManyChecks(wait)


def _subject(words: str) -> bytes:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()


def _standing(row: Any) -> PublicStanding:
    revoked_at, reason = row["revoked_at"], row["revocation_reason"]
    return PublicStanding(
        row["serial_number"],
        Standing.VALID if revoked_at is None else Standing.REVOKED,
        revoked_at,
        None if reason is None else general_reason(reason),
    )
