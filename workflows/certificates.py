"""How a registered event is certified for whoever collects it, paid for, and issued (C7, C8)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Text, Uuid, bindparam, func, insert, select

from db.certificate_templates import certificate_templates
from db.statements import Connection, Statement
from db.vital_events import individuals
from rules.certificate_templates import (
    OF_CERTIFICATES,
    QR,
    TemplateIsNotAvailable,
    TemplateName,
)
from rules.certificates import (
    CertificateTerms,
    Collector,
    check_certificate,
    people_on_record,
)
from rules.declarations import as_kept
from rules.frozen import frozen
from rules.idempotency import check_key
from rules.individuals import IndividualRole
from rules.missing_letters import check_letters
from rules.money import PaymentOutcome, check_payment, settled
from rules.printed_values import printed as printed_texts
from rules.texts import cleaned
from rules.violations import Violations
from rules.vital_events import VitalEventAction
from workflows import certificate_templates as templates
from workflows import idempotency, reach
from workflows.acts import Acting
from workflows.idempotency import IdempotentCall
from workflows.individuals import individual_row
from workflows.template_letters import letters_of
from workflows.vital_events import Record, act_on, lock_record

COLLECTORS = (
    "first_name",
    "second_name",
    "last_name",
    "birth_date",
    "partial_birth_date",
    "gender",
    "national_id",
)
"""What is written down of whoever collects a certificate."""

ROLES = Statement(
    select(func.array_agg(individuals.c.role).label("roles")).where(
        individuals.c.vital_event_id == bindparam("event", type_=Uuid)
    )
)
# Nobody retires it before the certificate is there.
FIND_TEMPLATE = Statement(
    select(certificate_templates.c.id, certificate_templates.c.fields)
    .where(
        certificate_templates.c.name == bindparam("called", type_=Text),
        certificate_templates.c.kind == bindparam("of_kind", type_=Text),
        certificate_templates.c.language == bindparam("spoken", type_=Text),
        certificate_templates.c.retired_at.is_(None),
    )
    .with_for_update(read=True)
)
ADD_CERTIFICATE = """
with added as (
    insert into certificates (vital_event_id, template, relationship, has_shown_document,
                              serial_number, certificate_template_id, values)
    select $1, $2, $3, $4, number, $5,
           (select jsonb_object_agg(field, said.everything -> field)
              from unnest($6::text[]) field,
                   (select certificate_values($1, $7) || jsonb_build_object(
                               'serialNumber', number, 'office', $8::text, 'certificationDate',
                               (now() at time zone 'UTC')::date::text) as everything) said)
      from next_serial_number() number
    returning id, values)
update vital_events set status = 'CERTIFIED' from added where vital_events.id = $1
returning added.id, added.values
"""
ADD_COLLECTOR = Statement(
    insert(individuals).values(
        vital_event_id=bindparam("event", type_=Uuid),
        certificate_id=bindparam("certificate", type_=Uuid),
        role=IndividualRole.COLLECTOR,
        **{name: bindparam(name, type_=individuals.c[name].type) for name in COLLECTORS},
    )
)
ISSUE = """
with issued as (
    update certificates set issued_at = now()
     where id = (select id from certificates
                  where vital_event_id = $1 and issued_at is null and revoked_at is null
                 order by id desc limit 1)
    returning id),
paid as (
    insert into payments (vital_event_id, certificate_id, amount, currency, outcome, paid_at,
                          receipt_number, values)
    select $1, issued.id, $2, $3, $4, $5, next_receipt_number(),
           receipt_values(issued.id, $6, $7) from issued)
update vital_events set status = 'ISSUED' from issued where vital_events.id = $1
"""


@frozen
class Payment:
    """What was paid for a certificate."""

    amount: Decimal
    currency: str
    outcome: PaymentOutcome
    paid_at: datetime


async def certify(
    acting: Acting,
    event_id: UUID | None,
    template: str,
    collector: Collector,
    call: IdempotentCall,
    violations: Violations | None = None,
    *,
    terms: CertificateTerms,
    language: str | None = None,
) -> UUID | None:
    """Make a certificate for a collector and return the record's id. Rules C7, C12 and C13.

    `violations` are those that reading the input has noted. Raises IdempotencyKeyWasUsed, what
    `lock_record` raises, InputIsInvalid, or TemplateIsNotAvailable.
    """
    async with act_on(acting, event_id, VitalEventAction.CERTIFY) as connection:
        await reach.check_record(connection, acting, event_id)
        claim = await idempotency.claim(connection, acting, call, event_id)
        if claim is not None and not claim.is_new:
            return claim.answered()
        record = await lock_record(connection, acting, event_id, VitalEventAction.CERTIFY)
        violations = Violations() if violations is None else violations
        check_key(violations, call.key)
        roles = set((await ROLES.row(connection, event=record.id))["roles"])
        on_record = people_on_record(record.kind, roles)
        check_certificate(violations, template, collector, on_record, datetime.now(UTC))
        violations.refuse()
        named = TemplateName(
            cleaned(template), record.kind, terms.language if language is None else language
        )
        printed = await _template(connection, named)
        added = await connection.fetchrow(
            ADD_CERTIFICATE,
            record.id,
            named.name,
            collector.relationship,
            collector.has_shown_document,
            printed["id"],
            sorted({*printed["fields"], *OF_CERTIFICATES} - {QR}),
            acting.user_id,
            terms.office,
        )
        texts = printed_texts(orjson.loads(added["values"]), named.language)
        await _check_letters(connection, printed["id"], texts, collector)
        await _add_collector(connection, record, added["id"], collector)
        return record.id


async def _check_letters(
    connection: Connection, template_id: UUID, texts: Mapping[str, str], collector: Collector
) -> None:
    """Refuse what the fonts of the template cannot print, on the page or on the receipt."""
    violations = Violations()
    fonts = await letters_of(connection, template_id)
    check_letters(violations, ["template"], texts, fonts)
    if collector.individual is not None:
        names = (
            collector.individual.first_name,
            collector.individual.second_name,
            collector.individual.last_name,
        )
        collected_by = {"the collector": " ".join(name for name in names if name)}
        check_letters(violations, ["collector", "individual"], collected_by, fonts)
    violations.refuse()


@cache
def _decimals() -> Mapping[str, int]:
    """Return how many decimals each currency has; metals and test codes have none of their own."""
    from iso4217 import Currency  # an XML file that is read: where money is first spoken of

    return {it.code: it.exponent for it in Currency if it.exponent is not None}


async def _template(connection: Connection, named: TemplateName) -> Any:
    """Return the active template of this name, and keep it active for this act. Rule C12.

    One that is retired while it is waited for is looked for again, since it may be the next version
    that retired it. Raises TemplateIsNotAvailable.
    """
    while True:
        found = await FIND_TEMPLATE.row(
            connection, called=named.name, of_kind=named.kind, spoken=named.language
        )
        if found is not None:
            return found
        if await templates.find(connection, named) is None:
            raise TemplateIsNotAvailable


async def _add_collector(
    connection: Connection, record: Record, certificate_id: UUID, collector: Collector
) -> None:
    if collector.individual is None:
        return
    row = individual_row(as_kept(collector.individual))
    await ADD_COLLECTOR.rows(
        connection,
        event=record.id,
        certificate=certificate_id,
        **{name: row[name] for name in COLLECTORS},
    )


async def issue(
    acting: Acting,
    event_id: UUID | None,
    payment: Payment,
    call: IdempotentCall,
    *,
    terms: CertificateTerms,
) -> UUID | None:
    """Issue a certificate that is paid for, and return the record's id. Rule C8.

    Raises IdempotencyKeyWasUsed, what `lock_record` raises, or InputIsInvalid.
    """
    async with act_on(acting, event_id, VitalEventAction.ISSUE) as connection:
        await reach.check_record(connection, acting, event_id)
        claim = await idempotency.claim(connection, acting, call, event_id)
        if claim is not None and not claim.is_new:
            return claim.answered()
        record = await lock_record(connection, acting, event_id, VitalEventAction.ISSUE)
        violations, decimals = Violations(), _decimals()
        check_key(violations, call.key)
        check_payment(
            violations,
            payment.amount,
            payment.currency,
            payment.outcome,
            payment.paid_at,
            decimals,
            datetime.now(UTC),
        )
        violations.refuse()
        amount = settled(payment.amount, decimals[payment.currency])
        await connection.execute(
            ISSUE,
            record.id,
            amount,
            payment.currency,
            payment.outcome,
            payment.paid_at,
            acting.user_id,
            terms.office,
        )
        return record.id
