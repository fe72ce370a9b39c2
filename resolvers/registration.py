"""Mutations on vital events after their declaration: registering, duplicates, certificates."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import strawberry

from planner.row_queries import RowQuery
from resolvers import ids
from resolvers.access import Scoped
from resolvers.certificates import CertificatePayload
from resolvers.declarations import IndividualInput, idempotency_key, individual
from resolvers.definitions import input_type, object_type, optional, required, root_field
from resolvers.nodes import MutationContext, by_id
from resolvers.root_arguments import Input
from resolvers.vital_events import VitalEventPayload
from rules.alerts import VitalEventAlert
from rules.certificates import Collector, CollectorRelationship
from rules.money import PaymentOutcome
from rules.violations import Violations
from workflows import certificates, registration, revocations, vital_events
from workflows.certificates import Payment
from workflows.idempotency import IdempotentCall, digest

REGISTER = Scoped("vital_event:register", limited=True)
NOBODY = UUID(int=0)
"""The key of no row: an id that names nothing is refused by the act, not passed over."""
REASON = "Why, in at most 500 characters; whoever reads the record sees it."


@input_type
class RegisterVitalEventInput:
    """A declaration to be registered."""

    id: strawberry.ID = required("A DECLARED record that is no potential duplicate.")
    person_id: strawberry.ID | None = optional(
        "Whom a death marks, or whom they were merged into; left out, it is the only person with"
        " the national id, names and birth date of the deceased, or nobody."
    )
    accepted_alerts: list[VitalEventAlert] | None = optional(
        "Those of the record's alerts that the registrar has seen and accepts."
    )


@input_type
class RejectVitalEventInput:
    """A declaration to be turned down; the reason has at most 500 characters."""

    id: strawberry.ID = required("A DECLARED record.")
    reason: str = required(REASON)


@input_type
class ArchiveVitalEventInput:
    """A record to be laid aside; the reason has at most 500 characters."""

    id: strawberry.ID = required("A DECLARED or REJECTED record.")
    reason: str = required(REASON)


@input_type
class ReinstateVitalEventInput:
    """An archived record to be taken up again."""

    id: strawberry.ID = required("An ARCHIVED record.")


@input_type
class MarkVitalEventAsDuplicateInput:
    """A record of the same event as another."""

    id: strawberry.ID = required(
        "A DECLARED record that is a potential duplicate; it will be ARCHIVED."
    )
    duplicate_of: strawberry.ID = required("Another record of the same kind, which stays as it is.")
    reason: str = required(REASON)


@input_type
class MarkVitalEventAsNotDuplicateInput:
    """A record of another event than those that it resembles."""

    id: strawberry.ID = required("A DECLARED record that is a potential duplicate.")
    reason: str | None = optional(
        "Why, in at most 500 characters; kept with the record in `notDuplicateReasons`."
    )


@input_type
class CollectorInput:
    """Who comes for a certificate; all but OTHER must be on the record."""

    relationship: CollectorRelationship = required("What they are to the people of the record.")
    has_shown_document: bool = required("Whether they proved who they are with a document.")
    individual: IndividualInput | None = optional("Needed for OTHER.")


@input_type
class CertifyVitalEventInput:
    """A certificate to be made."""

    idempotency_key: str = idempotency_key()
    id: strawberry.ID = required("A REGISTERED or ISSUED record.")
    template: str = required(
        "The name of an active template of the record's kind, such as standard."
    )
    collector: CollectorInput = required("Who comes for it.")
    language: str | None = optional("That of the template, BCP 47; left out, the installation's.")


@input_type
class PaymentInput:
    """What was paid."""

    amount: Decimal = required(
        "Zero or more, with at most the currency's own number of decimals; never a float."
    )
    currency: str = required("ISO 4217, e.g. EUR.")
    outcome: PaymentOutcome = required("Only COMPLETED is taken.")
    paid_at: datetime = required("Not after today.")


@input_type
class IssueVitalEventInput:
    """A certificate to be handed out."""

    idempotency_key: str = idempotency_key()
    id: strawberry.ID = required("A CERTIFIED record.")
    payment: PaymentInput = required("What was paid for the certificate.")


@input_type
class RevokeCertificateInput:
    """A certificate that shall not be valid any more."""

    serial_number: str = required("As it stands on the certificate, in any case.")
    reason: str = required("Why, in at most 500 characters; it is kept with the certificate.")


def _key(opaque: str) -> UUID | None:
    return ids.key(opaque, "VitalEvent")


def _payload(event_id: UUID | None) -> RowQuery | None:
    return by_id("VitalEventPayload", event_id)


@object_type()
class RegistrationMutations:
    """What registrars do with a declaration."""

    @root_field(VitalEventPayload | None, REGISTER)
    async def register_vital_event(
        context: strawberry.Parent[MutationContext],
        input: Input[RegisterVitalEventInput],
    ) -> RowQuery | None:
        """Give a declaration its number; a birth makes a person of the child, a death marks one."""
        named = None if input.person_id is None else ids.key(input.person_id, "Person") or NOBODY
        accepted = input.accepted_alerts or ()
        await registration.register(
            context.acting,
            _key(input.id),
            accepted,
            named,
            four_eyes=context.limits.four_eyes,
        )
        return _payload(_key(input.id))

    @root_field(VitalEventPayload | None, REGISTER)
    async def reject_vital_event(
        context: strawberry.Parent[MutationContext],
        input: Input[RejectVitalEventInput],
    ) -> RowQuery | None:
        """Turn a declaration down; the client that declared it may amend it."""
        await vital_events.reject(context.acting, _key(input.id), input.reason)
        return _payload(_key(input.id))

    @root_field(VitalEventPayload | None, REGISTER)
    async def archive_vital_event(
        context: strawberry.Parent[MutationContext],
        input: Input[ArchiveVitalEventInput],
    ) -> RowQuery | None:
        """Lay a record aside that is not registered."""
        await vital_events.archive(context.acting, _key(input.id), input.reason)
        return _payload(_key(input.id))

    @root_field(VitalEventPayload | None, REGISTER)
    async def reinstate_vital_event(
        context: strawberry.Parent[MutationContext],
        input: Input[ReinstateVitalEventInput],
    ) -> RowQuery | None:
        """Take an archived record up again, in the status that it had before."""
        await vital_events.reinstate(context.acting, _key(input.id))
        return _payload(_key(input.id))

    @root_field(VitalEventPayload | None, REGISTER)
    async def mark_vital_event_as_duplicate(
        context: strawberry.Parent[MutationContext],
        input: Input[MarkVitalEventAsDuplicateInput],
    ) -> RowQuery | None:
        """Say that a record is of the same event as another; it is archived."""
        duplicate_of = _key(input.duplicate_of)
        await vital_events.mark_as_duplicate(
            context.acting, _key(input.id), duplicate_of, input.reason
        )
        return _payload(_key(input.id))

    @root_field(VitalEventPayload | None, REGISTER)
    async def mark_vital_event_as_not_duplicate(
        context: strawberry.Parent[MutationContext],
        input: Input[MarkVitalEventAsNotDuplicateInput],
    ) -> RowQuery | None:
        """Say that a record is no duplicate; it is not asked again unless its details change."""
        await vital_events.mark_as_not_duplicate(context.acting, _key(input.id), input.reason)
        return _payload(_key(input.id))


@object_type()
class CertificateMutations:
    """What a portal or a registrar does with a registered event."""

    @root_field(VitalEventPayload | None, Scoped("vital_event:certify", limited=True))
    async def certify_vital_event(
        context: strawberry.Parent[MutationContext],
        input: Input[CertifyVitalEventInput],
    ) -> RowQuery | None:
        """Make a certificate; an issued record may be certified again."""
        collected_by, violations = input.collector, Violations()
        collector = Collector(
            collected_by.relationship,
            collected_by.has_shown_document,
            None
            if collected_by.individual is None
            else individual(collected_by.individual, violations, "collector", "individual"),
        )
        spoken = () if input.language is None else (input.language,)
        body = digest(input.id, input.template, collector, *violations.noted, *spoken)
        call = IdempotentCall("certifyVitalEvent", input.idempotency_key, body)
        event_id = _key(input.id)
        return _payload(
            await certificates.certify(
                context.acting,
                event_id,
                input.template,
                collector,
                call,
                violations,
                terms=context.certificates,
                language=input.language,
            )
        )

    @root_field(VitalEventPayload | None, Scoped("vital_event:issue", limited=True))
    async def issue_vital_event(
        context: strawberry.Parent[MutationContext],
        input: Input[IssueVitalEventInput],
    ) -> RowQuery | None:
        """Hand a paid certificate out."""
        paid = input.payment
        paid_at = paid.paid_at
        if paid_at.tzinfo is None:  # a time without a zone is UTC
            paid_at = paid_at.replace(tzinfo=UTC)
        payment = Payment(paid.amount, paid.currency, paid.outcome, paid_at)
        call = IdempotentCall("issueVitalEvent", input.idempotency_key, digest(input.id, payment))
        return _payload(
            await certificates.issue(
                context.acting, _key(input.id), payment, call, terms=context.certificates
            )
        )

    @root_field(CertificatePayload | None, REGISTER)
    async def revoke_certificate(
        context: strawberry.Parent[MutationContext],
        input: Input[RevokeCertificateInput],
    ) -> RowQuery | None:
        """Declare a certificate void; of the current one, its record is REGISTERED again."""
        revoked = await revocations.revoke(context.acting, input.serial_number, input.reason)
        return by_id("CertificatePayload", revoked)
