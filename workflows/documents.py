"""What the documents of certificates are made from, as far as whoever asks may read it (C12a)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Text, Uuid, bindparam, func, literal_column, or_, select

from db.certificate_templates import certificate_templates, template_fonts
from db.certificates import certificates
from db.statements import Connection, Statement
from db.vital_events import vital_events
from rules.access import RoleMissing
from rules.certificates import CertificateNotFound, read_serial_number
from rules.frozen import frozen
from rules.missing_letters import missing
from rules.receipts import ReceiptNotFound, language_of_receipt
from rules.refusals import Refusal
from rules.vital_events import OPEN_TO_MACHINES
from workflows import access_checks, paper_views, reach, read_log
from workflows.acts import Acting
from workflows.template_letters import letters_of

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
        certificates.c.id,
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


RECEIPT = """
select payment.vital_event_id as record, payment.receipt_number, payment.amount, payment.currency,
       payment.paid_at, template.id as template, template.language,
       coalesce(payment.values, receipt_values(made.id, null, $4)) as values,
       (select array_agg(digest order by position) from template_fonts
         where certificate_template_id = template.id) as fonts,
       (select array_agg(family order by position) from template_fonts
         where certificate_template_id = template.id) as families
  from payments payment
  join certificates made on made.id = payment.certificate_id
  join certificate_templates template on template.id = made.certificate_template_id
  join vital_events event on event.id = payment.vital_event_id
 where payment.receipt_number = $1
   and ($2::uuid is not null or event.declared_by_client_id = $3 or event.status = any ($5))
"""


@frozen
class Reader:
    """Who asks for a document, with the roles of which they need one, and a machine's quota.

    Who has none of `roles` but one of `limited_roles` reads what is in reach (rule R3).
    """

    client_id: UUID
    user_id: UUID | None
    session_id: UUID | None
    roles: Sequence[str] | None
    limited_roles: Sequence[str] | None
    correlation_id: UUID
    quota: int


@frozen
class CertificateSource:
    """What a certificate's page is made from; it never changes."""

    serial_number: str
    secret: str
    values: Mapping[str, str | None]
    day: date
    svg: str
    language: str
    fonts: tuple[str, ...]


@frozen
class ReceiptSource:
    """What a receipt is made from, in the fonts of its certificate."""

    number: str
    amount: str
    values: Mapping[str, str | None]
    day: date
    language: str
    families: tuple[str, ...]
    fonts: tuple[str, ...]
    is_payer_printable: bool


async def certificate(connection: Connection, reader: Reader, number: str) -> CertificateSource:
    """Return what a certificate is made from, and write down that it was read.

    A machine reads the record; a user opens the paper, and is in the trail. Rules C9 and C12a.
    Raises the refusals of rules A1 and A3 to A5, CertificateNotFound or ReadQuotaIsReached.
    """
    wanted = {
        "number": read_serial_number(number),
        "client": reader.client_id,
        "user": reader.user_id,
    }
    row, roles = await _read(connection, reader, lambda: CERTIFICATE.row(connection, **wanted))
    if row is None:
        raise CertificateNotFound
    if reader.user_id is not None:
        acting = Acting(
            connection,
            reader.correlation_id,
            reader.client_id,
            reader.user_id,
            roles,
            reader.session_id,
        )
        await paper_views.write(connection, acting, row["id"])
    return CertificateSource(
        row["serial_number"],
        row["secret"],
        orjson.loads(row["values"]),
        row["inserted_at"].date(),
        row["svg"],
        row["language"],
        tuple(row["fonts"]),
    )


async def receipt(
    connection: Connection, reader: Reader, number: str, office: str
) -> ReceiptSource:
    """Return what a receipt is made from, as `certificate` does; `office` is for older payments.

    Raises ReceiptNotFound instead of CertificateNotFound.
    """
    statuses = [str(status) for status in OPEN_TO_MACHINES]
    arguments = (number, reader.user_id, reader.client_id, office, statuses)
    row, _ = await _read(connection, reader, lambda: connection.fetchrow(RECEIPT, *arguments))
    if row is None:
        raise ReceiptNotFound
    values = orjson.loads(row["values"])
    fonts = await letters_of(connection, row["template"])
    return ReceiptSource(
        row["receipt_number"],
        f"{row['amount']:f} {row['currency']}",
        values,
        row["paid_at"].date(),
        language_of_receipt(row["language"]),
        tuple(row["families"]),
        tuple(row["fonts"]),
        not missing(values.get("payer") or "", fonts),
    )


async def _read(
    connection: Connection, reader: Reader, read: Callable[[], Awaitable[Any]]
) -> tuple[Any, Sequence[str] | None]:
    """Read the row of a document, and write down that a machine read the record it is of.

    With it come the roles of which one opened it.
    """
    is_limited = await _is_limited(connection, reader)
    if reader.user_id is None:
        await read_log.begin(connection)
    row = await read()
    if row is not None and is_limited:
        who = (reader.client_id, reader.user_id)
        row = row if await reach.record_exists(connection, row["record"], *who) else None
    if reader.user_id is None:
        await read_log.commit(
            connection,
            reader.client_id,
            reader.correlation_id,
            [] if row is None else [str(row["record"])],
            reader.quota,
            reveals_absence=row is None,
        )
    return row, reader.limited_roles if is_limited else reader.roles


async def _is_limited(connection: Connection, reader: Reader) -> bool:
    """Check access, and return whether it is that to what is in reach alone."""

    async def refusal_of(roles: Sequence[str] | None) -> Refusal | None:
        return await access_checks.find_refusal(
            connection, reader.client_id, reader.user_id, roles, reader.session_id
        )

    refusal = await refusal_of(reader.roles)
    is_limited = isinstance(refusal, RoleMissing) and reader.limited_roles is not None
    if is_limited:
        refusal = await refusal_of(reader.limited_roles)
    if refusal is not None:
        raise refusal
    return is_limited
