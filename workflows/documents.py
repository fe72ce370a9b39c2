"""What the documents of certificates are made from, as far as whoever asks may read it (C12a)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Text, Uuid, bindparam, func, literal_column, or_, select

from db.certificate_templates import certificate_templates, template_fonts
from db.certificates import certificates
from db.statements import Connection, Statement
from db.vital_events import vital_events
from rules.certificates import CertificateNotFound, read_serial_number
from rules.refusals import Refusal
from rules.vital_events import OPEN_TO_MACHINES
from workflows import access_checks, read_log

USER = bindparam("user", type_=Uuid)
FONTS = (
    select(func.array_agg(template_fonts.c.digest).aggregate_order_by(template_fonts.c.position))
    .where(template_fonts.c.certificate_template_id == certificate_templates.c.id)
    .scalar_subquery()
)
IS_VISIBLE = or_(
    USER.is_not(None),
    vital_events.c.declared_by_client_id == bindparam("client", type_=Uuid),
    vital_events.c.status.in_([literal_column(f"'{status}'") for status in OPEN_TO_MACHINES]),
)
CERTIFICATE = Statement(
    select(
        vital_events.c.id.label("record"),
        certificates.c.serial_number,
        certificates.c.secret,
        certificates.c["values"],
        certificates.c.inserted_at,
        certificate_templates.c.svg,
        certificate_templates.c.language,
        FONTS.label("fonts"),
    )
    .join_from(certificates, certificate_templates)
    .join(vital_events, vital_events.c.id == certificates.c.vital_event_id)
    .where(certificates.c.serial_number == bindparam("number", type_=Text), IS_VISIBLE)
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks for a document, with the roles of which a user needs one, and a machine's quota."""

    client_id: UUID
    user_id: UUID | None
    session_id: UUID | None
    roles: Sequence[str] | None
    correlation_id: UUID
    quota: int


@dataclass(frozen=True, slots=True)
class CertificateSource:
    """What a certificate's page is made from; it never changes."""

    serial_number: str
    secret: str
    values: Mapping[str, str | None]
    day: date
    svg: str
    language: str
    fonts: tuple[str, ...]


async def certificate(connection: Connection, reader: Reader, number: str) -> CertificateSource:
    """Return what a certificate is made from; where a machine reads it, that is written down.

    Rules C9 and C12a. Raises the refusals of rules A1 and A3 to A5, CertificateNotFound or
    ReadQuotaIsReached.
    """
    row = await _read(connection, reader, CERTIFICATE, read_serial_number(number))
    if row is None:
        raise CertificateNotFound
    return CertificateSource(
        row["serial_number"],
        row["secret"],
        orjson.loads(row["values"]),
        row["inserted_at"].date(),
        row["svg"],
        row["language"],
        tuple(row["fonts"]),
    )


async def _read(
    connection: Connection, reader: Reader, statement: Statement, number: str | None
) -> Any:
    """Read the row of a document, and write down that a machine read the record it is of."""
    refusal: Refusal | None = await access_checks.find_refusal(
        connection, reader.client_id, reader.user_id, reader.roles, reader.session_id
    )
    if refusal is not None:
        raise refusal
    if reader.user_id is None:
        await read_log.begin(connection)
    row = await statement.row(
        connection, number=number, client=reader.client_id, user=reader.user_id
    )
    if reader.user_id is None:
        await read_log.commit(
            connection,
            reader.client_id,
            reader.correlation_id,
            [] if row is None else [str(row["record"])],
            reader.quota,
            reveals_absence=row is None,
        )
    return row
