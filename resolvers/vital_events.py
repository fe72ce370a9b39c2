"""Births, deaths and marriages on record, and the payloads of what is done with them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, func, literal_column, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause
from strawberry.scalars import JSON

from db.assignments import is_assigned
from db.corrections import corrections
from db.vital_events import vital_events
from planner.row_queries import Condition
from planner.sources import FromJson, SameRow, ToMany, ToOne, Value
from resolvers.alerts import (
    accepted_alerts,
    evidence_for_alerts,
    evidence_in_reach,
    unanswered_alerts,
)
from resolvers.available_actions import AVAILABLE_ACTIONS, is_potential_duplicate
from resolvers.certificate_values import CERTIFICATE_VALUES
from resolvers.certificates import Certificate, Payment
from resolvers.correction_fields import (
    alerts_of_correction,
    is_asked_by_caller,
    is_declared_by_caller,
    is_of_record_and_visible,
    is_of_visible_record,
    no_alerts,
    requester,
    settler,
)
from resolvers.definitions import (
    DATABASE_ID,
    UPDATED_AT,
    column,
    field,
    node_type,
    object_type,
)
from resolvers.details import BY_KIND, MULTIPLE_BIRTH, MultipleBirth, VitalEventDetails
from resolvers.event_duplicates import DUPLICATE_OF, IS_A_REGISTRAR, REASONS_APART, SIMILAR_RECORDS
from resolvers.history import HISTORY, IS_A_USER, VitalEventStep
from resolvers.lasting_marriages import LASTING_MARRIAGES, LastingMarriage
from resolvers.nodes import Node
from resolvers.organisations import Organisation
from resolvers.persons import Person
from resolvers.record_reach import (
    is_duplicate_in_reach,
    is_of_record_in_reach,
    record_in_reach,
    records_in_reach,
)
from resolvers.spouses import DEATHS_OF_SPOUSES, MARRIAGES
from resolvers.versions import VERSIONS, VitalEventVersion
from resolvers.viewer import User
from resolvers.waiting import WAITS_SINCE
from rules.access import Role
from rules.alerts import VitalEventAlert
from rules.corrections import CorrectionKind, CorrectionStatus
from rules.vital_events import OPEN_TO_MACHINES, VitalEventAction, VitalEventKind, VitalEventStatus
from workflows.alerts import alert_names

MY_CLIENT = bindparam("client_id", type_=Uuid)
ME = bindparam("user_id", type_=Uuid)

# Rule C9. The statuses are written out, so that indexes can serve.
VISIBLE = Condition(
    lambda events: or_(
        IS_A_USER,
        events.c.declared_by_client_id == MY_CLIENT,
        events.c.status.in_([literal_column(f"'{status}'") for status in OPEN_TO_MACHINES]),
    )
)


def _is_its_record(rows: FromClause, event: FromClause) -> ColumnElement[bool]:
    return event.c.id == rows.c.vital_event_id


def _is_its_organisation(event: FromClause, organisation: FromClause) -> ColumnElement[bool]:
    return organisation.c.id == event.c.organisation_id


def _of_event() -> ToMany:
    return ToMany(lambda event, part: part.c.vital_event_id == event.c.id, lambda part: [part.c.id])


@node_type(
    vital_events,
    "vital_event:read",
    (VISIBLE,),
    limited=True,
    reach=Condition(record_in_reach),
    parts=records_in_reach,
    read_logged=True,
)
class VitalEvent(Node):
    """A birth, a death or a marriage on record."""

    database_id: UUID = column(DATABASE_ID, name="id")
    kind: VitalEventKind = column("Whether it is a birth, a death or a marriage.")
    status: VitalEventStatus = column("How far it has come.")
    tracking_id: str = column("Short code for people: the kind's first letter and six of 0-9A-Z.")
    registration_number: str | None = column("Given at registration, and unique; null until then.")
    organisation: Organisation | None = field(
        ToOne(_is_its_organisation, optional=True, limited=_is_its_organisation),
        "For which it was declared; null where none was named.",
    )
    details: VitalEventDetails = field(BY_KIND, "Who, when and where; the type goes by `kind`.")
    version: int = column("1, and one more with each amendment and each correction.")
    versions: list[VitalEventVersion] = field(
        VERSIONS,
        "What it said and says, the oldest first; to a machine of another's record, what it says"
        " now alone.",
    )
    multiple_birth: MultipleBirth | None = field(
        MULTIPLE_BIRTH, "Null for a child that was born alone, or of whom nothing was said."
    )
    potential_duplicates: list["VitalEvent"] = field(
        SIMILAR_RECORDS,
        "The records that it resembles, until a registrar settles it; empty for all others.",
    )
    duplicate_of: "VitalEvent | None" = field(
        DUPLICATE_OF,
        "The record that tells of the same event, as a registrar has said who archived this one;"
        " null for all others, once it is reinstated, and for all but registrars.",
    )
    not_duplicate_reasons: list[str] = field(
        REASONS_APART,
        "Why it is no duplicate, for each such step of `history`, the oldest first: empty where"
        " none was given; no entries for machines.",
    )
    deaths_of_spouses: list["VitalEvent"] = field(
        DEATHS_OF_SPOUSES,
        "Of a marriage, the registered deaths of the two, the earliest first, where number and name"
        " or names and birth date are those of a spouse; empty for all others, and for machines.",
    )
    marriages: list["VitalEvent"] = field(
        MARRIAGES,
        "Of a death, the registered marriages of the deceased, the earliest first, as"
        " `deathsOfSpouses` finds them; empty for all others, and for machines.",
    )
    certificates: list[Certificate] = field(_of_event(), "Those made so far, the oldest first.")
    certificate_values: JSON | None = field(
        CERTIFICATE_VALUES,
        "What a certificate would say that the caller makes now, by names of fields, as its"
        " `values` have it, without its number; null before it is registered, and for machines.",
    )
    payments: list[Payment] = field(
        _of_event(), "Those made for its certificates, the oldest first."
    )
    available_actions: list[VitalEventAction] = field(
        AVAILABLE_ACTIONS, "What may be done next, whoever does it."
    )
    alerts: list[VitalEventAlert] = field(
        Value(
            evidence_for_alerts,
            alert_names,
            nullable=False,
            limited=evidence_in_reach,
        ),
        "What a registrar should answer before it is registered, as long as it is DECLARED; empty"
        " for machines. `registerVitalEvent` takes the answers. Who is limited to organisations is"
        " asked about those in reach.",
    )
    lasting_marriages: list[LastingMarriage] = field(
        LASTING_MARRIAGES, "Which marriages SPOUSE_IS_MARRIED in `alerts` is about, and whose."
    )
    accepted_alerts: list[VitalEventAlert] = field(
        Value(accepted_alerts, nullable=False, limited=no_alerts),
        "What the registrar accepted who registered it; empty for machines.",
    )
    unanswered_alerts: list[VitalEventAlert] = field(
        Value(unanswered_alerts, nullable=False, limited=no_alerts),
        "What the registrar did not see who registered it, because it is about others than those in"
        " their reach; empty for machines, and for who is limited to organisations themselves.",
    )
    person: Person | None = field(
        ToOne(
            lambda event, person: and_(
                person.c.id == func.standing_person(event.c.person_id), IS_A_USER
            ),
            optional=True,
        ),
        "Who stands today for the person that its registration made or marked; null where there is"
        " none, and for machines.",
    )
    assignee: User | None = field(
        ToOne(
            lambda event, user: and_(
                user.c.id == event.c.assignee_id, is_assigned(event), IS_A_REGISTRAR
            ),
            optional=True,
        ),
        "The registrar who has taken it, and alone acts on it; null for all but registrars.",
    )
    waits_since: datetime | None = field(
        WAITS_SINCE,
        "Since when it waits for a registrar, as `oldestAt` of its queue counts it; null where it"
        " does not, and for machines.",
    )
    is_mine: bool = field(
        Value(is_declared_by_caller, nullable=False, limited=True),
        "Whether the caller declared it, and so may ask why it was rejected.",
    )
    corrections: list["Correction"] = field(
        ToMany(is_of_record_and_visible, lambda correction: [correction.c.id]),
        "What was asked for since it was registered, the oldest first; empty for a machine of"
        " another's record.",
    )
    reason: str | None = column("Why it was rejected or archived; null otherwise.")
    history: list[VitalEventStep] = field(
        HISTORY, "What was done with it, the oldest first; empty for machines."
    )
    inserted_at: datetime = column("When it was declared first.")
    updated_at: datetime = column(UPDATED_AT)


@node_type(
    corrections,
    "vital_event:read",
    (Condition(is_of_visible_record),),
    roles=frozenset({Role.REGISTRAR}),
    limited=True,
    reach=Condition(is_of_record_in_reach),
    read_logged=True,
    logged_column="vital_event_id",
)
class Correction(Node):
    """What a registered record shall say instead, or that it shall be void."""

    database_id: UUID = column(DATABASE_ID, name="id")
    vital_event: VitalEvent = field(
        ToOne(_is_its_record, limited=_is_its_record),
        "The record that it is about.",
    )
    kind: CorrectionKind = column("Whether it is of the details, or of the whole record.")
    status: CorrectionStatus = column("Whether it is open, or how it was settled.")
    reason: str = column("Why it was asked for.")
    before: VitalEventDetails = field(
        FromJson(lambda correction: correction.c.before, limited=True),
        "What the record says, or said when this was settled.",
    )
    after: VitalEventDetails | None = field(
        FromJson(lambda correction: correction.c.after, nullable=True, limited=True),
        "What it would say, or says; null for an annulment.",
    )
    changed_fields: list[str] = column("Paths of what differs, such as child.firstName.")
    alerts: list[VitalEventAlert] = field(
        Value(alerts_of_correction, nullable=False, limited=no_alerts),
        "What whoever approves it should see, and accepts by that; empty for machines.",
    )
    requester_name: str | None = field(
        Value(requester, limited=True),
        "Who asked: the user's display name, or the machine's; null for machines.",
    )
    is_mine: bool = field(
        Value(is_asked_by_caller, nullable=False, limited=True),
        "Whether the caller asked for it, and so may withdraw it, and neither approve nor reject.",
    )
    rejection_reason: str | None = column("Why it was rejected; null otherwise.")
    settled_by_name: str | None = field(
        Value(settler, limited=True),
        "Who approved, rejected or withdrew it: the user's display name, or the machine's; null"
        " while it is open, and for machines.",
    )
    inserted_at: datetime = column("When it was asked for.")
    updated_at: datetime = column(UPDATED_AT)


@object_type(corrections)
class CorrectionPayload:
    """The correction as it stands now."""

    correction: Correction = field(SameRow(), "With its status, and its record.")


@object_type(vital_events)
class VitalEventPayload:
    """The record as it stands now."""

    vital_event: VitalEvent = field(SameRow(), "With its new status, and what may be done next.")


@object_type(vital_events)
class DeclareVitalEventPayload:
    """The record that was made, or amended."""

    vital_event: VitalEvent = field(
        SameRow(), "What the first call with this key made or amended, as it is now."
    )
    is_potential_duplicate: bool = field(
        Value(is_potential_duplicate, nullable=False, limited=is_duplicate_in_reach),
        "Whether it resembles another record; a registrar will say.",
    )
