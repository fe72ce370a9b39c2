"""Mutations: assigning the next pair, declaring a birth."""

import hashlib
import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID, uuid4

import jellyfish
import strawberry
from sqlalchemy import all_, func, literal, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from strawberry import Info, relay

from bench.peers.orm import models
from bench.peers.orm.access import AssignsMergeCandidates, Claims, DeclaresBirths
from bench.peers.orm.queries import MergeRequest
from rules.declaration_checks import check
from rules.declarations import Birth, Individual, Informant
from rules.duplicate_search import search_for, stored_names
from rules.event_duplicates import MatchProfile, match_profile, may_be_duplicate
from rules.partial_dates import PartialDate, stored
from rules.persons import Gender
from rules.violations import Violations
from rules.vital_events import VitalEventKind

POSTPONED = 5
BEGIN_ACT = text("select begin_act(:action, :client, :person, :correlation, :roles)")
REFUSAL = text("select refusal from new_merge_request_refusal(:reviewer, :postponed)")
CLAIM = text(
    "select claimed_id, is_new, is_same"
    " from claim_idempotency_key(:client, 'declareBirth', :key, :body, null)"
)
RESEMBLED = text("select * from find_similar_events('BIRTH', cast(:search as jsonb), :myself)")
RECORD_READ = text("select record_reads(:client, :correlation, array[cast(:event as uuid)], 2000)")
"""What a machine reads is recorded, the response to its own act as well."""


async def begin(opened: AsyncSession, action: str, claims: Claims, roles: list[str] | None) -> None:
    """Announce the act to the audit trail."""
    parameters = {
        "action": action,
        "client": claims.client_id,
        "person": claims.user_id,
        "correlation": uuid4(),
        "roles": roles,
    }
    await opened.execute(BEGIN_ACT, parameters)


strawberry.enum(Gender)


@strawberry.type
class AssignMergeCandidatePayload:
    """What was assigned."""

    merge_request: MergeRequest


@strawberry.enum
class VitalEventStatus(Enum):
    """The statuses of a vital event."""

    DECLARED = "DECLARED"
    REGISTERED = "REGISTERED"
    REJECTED = "REJECTED"
    ARCHIVED = "ARCHIVED"
    CERTIFIED = "CERTIFIED"
    ISSUED = "ISSUED"


@strawberry.type
class VitalEvent(relay.Node):
    """A birth on record."""

    key: relay.NodeID[UUID]
    status: VitalEventStatus


@strawberry.type
class DeclarationPayload:
    """What was declared."""

    vital_event: VitalEvent


@strawberry.input
class IndividualInput:
    """A person whom a declaration names."""

    first_name: str
    last_name: str
    second_name: str | None = None
    birth_date: date | None = None
    gender: Gender | None = None
    national_id: str | None = None

    def individual(self) -> Individual:
        """Return the rules' own object."""
        born = None if self.birth_date is None else PartialDate.of(self.birth_date)
        return Individual(**vars(self) | {"birth_date": born})


@strawberry.input
class InformantInput:
    """The person who declares the event."""

    relationship: str


@strawberry.input
class DeclareBirthInput:
    """A birth."""

    idempotency_key: str
    child: IndividualInput
    informant: InformantInput
    place_of_birth: str
    mother: IndividualInput | None = None
    father: IndividualInput | None = None
    late_registration_reason: str | None = None

    def birth(self) -> Birth:
        """Return the rules' own object."""
        return Birth(
            child=self.child.individual(),
            informant=Informant(self.informant.relationship),
            place_of_birth=self.place_of_birth,
            mother=self.mother.individual() if self.mother else None,
            father=self.father.individual() if self.father else None,
            late_registration_reason=self.late_registration_reason,
        )


async def assign_merge_candidate(info: Info) -> AssignMergeCandidatePayload | None:
    """Assign the next pair to the reviewer."""
    claims: Claims = info.context["claims"]
    reviewer = claims.user_id
    assert reviewer is not None
    model = models.ManualMergeCandidate
    async with models.session.begin() as opened:
        await begin(opened, "merge_request.assigned", claims, ["NHS_REVIEWER"])
        await opened.get_one(models.User, reviewer, with_for_update=True)
        limits = {"reviewer": reviewer, "postponed": POSTPONED}
        refusal = await opened.scalar(REFUSAL, limits)
        if refusal is not None:
            raise ValueError(refusal)
        candidate = await opened.scalar(
            select(model)
            .join(models.MergeCandidate)
            .where(
                model.status == "NEW",
                model.assignee_id.is_(None),
                models.MergeCandidate.person.has(status="ACTIVE"),
                models.MergeCandidate.master_person.has(status="ACTIVE"),
                literal(reviewer) != all_(model.closed_to),
            )
            .order_by(model.requests_count.desc(), model.inserted_at, model.id)
            .limit(1)
            .with_for_update(of=model, skip_locked=True)
        )
        if candidate is None:
            return None
        candidate.assignee_id = reviewer
        candidate.requests_count += 1
        candidate.closed_to = sorted({*candidate.closed_to, reviewer})
        request = models.MergeRequest(manual_merge_candidate=candidate, assignee_id=reviewer)
        opened.add(request)
        await opened.flush()
        await opened.refresh(request)
    return AssignMergeCandidatePayload(merge_request=MergeRequest.of(request))


async def declare_birth(
    info: Info, declared: Annotated[DeclareBirthInput, strawberry.argument(name="input")]
) -> DeclarationPayload:
    """Record a declared birth."""
    claims: Claims = info.context["claims"]
    birth = declared.birth()
    body = hashlib.sha256(json.dumps(asdict(birth), default=str, sort_keys=True).encode()).digest()
    key = {"client": claims.client_id, "key": declared.idempotency_key, "body": body}
    async with models.session.begin() as opened:
        await begin(opened, "birth.declared", claims, None)
        claimed = (await opened.execute(CLAIM, key)).one()
        if not claimed.is_same:
            raise ValueError("Idempotency key was used with a different request")
        if claimed.is_new:
            _refuse_violations(birth)
            await _add(opened, claims, claimed.claimed_id, birth, body)
        event = await opened.get_one(models.VitalEvent, claimed.claimed_id)
        await opened.refresh(event)
        read = {"client": claims.client_id, "correlation": uuid4(), "event": event.id}
        await opened.execute(RECORD_READ, read)
    status = VitalEventStatus(event.status)
    return DeclarationPayload(vital_event=VitalEvent(key=event.id, status=status))


def _refuse_violations(birth: Birth) -> None:
    found = Violations()
    check(found, birth, datetime.now(UTC))
    found.refuse()


async def _add(
    opened: AsyncSession, claims: Claims, record: UUID, birth: Birth, body: bytes
) -> None:
    profile, born = match_profile(birth), birth.child.birth_date
    similar = [] if profile is None else await _similar(opened, profile, record)
    event = models.VitalEvent(
        id=record,
        kind="BIRTH",
        tracking_id=await opened.scalar(select(func.new_tracking_id("BIRTH"))),
        declared_by_client_id=claims.client_id,
        event_date=born.exact if born else None,
        place=birth.place_of_birth,
        late_registration_reason=birth.late_registration_reason,
        informant_relationship=birth.informant.relationship,
        details_digest=body,
        **stored_names(profile),
    )
    people = {"CHILD": birth.child, "MOTHER": birth.mother, "FATHER": birth.father}
    event.individuals = [
        models.Individual(
            role=role,
            first_name=person.first_name,
            last_name=person.last_name,
            birth_date=person.birth_date.exact if person.birth_date else None,
            gender=person.gender,
            national_id=person.national_id,
        )
        for role, person in people.items()
        if person is not None
    ]
    event.resemblances = [models.PotentialDuplicate(resembled_id=each) for each in similar]
    opened.add(event)
    await opened.flush()


async def _similar(opened: AsyncSession, profile: MatchProfile, record: UUID) -> list[UUID]:
    search = json.dumps(asdict(search_for(profile)), default=str)
    rows = (await opened.execute(RESEMBLED, {"search": search, "myself": record})).all()
    edits = jellyfish.damerau_levenshtein_distance
    return [row.id for row in rows if may_be_duplicate(profile, _profile_of(row), edits)]


def _profile_of(row: Any) -> MatchProfile:
    people = (_individual_of(row.principal), _individual_of(row.subject))
    return MatchProfile(
        VitalEventKind.BIRTH, PartialDate.of(row.event_date), *people, place=row.place
    )


def _individual_of(found: dict[str, Any] | None) -> Individual | None:
    if found is None:
        return None
    born = found["birth_date"] and date.fromisoformat(found["birth_date"])
    return Individual(
        found["first_name"],
        found["last_name"],
        birth_date=stored(born, found["partial_birth_date"]),
        national_id=found["national_id"],
    )


@strawberry.type
class Mutation:
    """The root fields of P3 and P4."""

    assign_merge_candidate: AssignMergeCandidatePayload | None = strawberry.field(
        resolver=assign_merge_candidate, permission_classes=[AssignsMergeCandidates]
    )
    declare_birth: DeclarationPayload = strawberry.field(
        resolver=declare_birth, permission_classes=[DeclaresBirths]
    )
