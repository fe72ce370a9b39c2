"""How what is on record of those whom a declaration is about is read for its alerts (C8a)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import jellyfish
import orjson

from db.statements import Connection
from rules import alerts as rules
from rules.access import Role
from rules.alerts import Couple, Evidence, Spouse
from rules.deaths import KnownPerson, RegisteredDeath
from rules.declarations import Individual
from rules.event_duplicates import evidence
from rules.frozen import frozen
from rules.partial_dates import PartialDate
from rules.vital_events import VitalEventKind
from workflows.acts import Acting

EDITS = jellyfish.damerau_levenshtein_distance
EVIDENCE = "select registration_evidence($1, $2)"
SEEN = f"limited_places($2, $3, '{{{Role.REGISTRAR}}}')"
IN_REACH = f"select evidence_in_reach($1, {SEEN})"
PERSON_SEEN = f"select items_in_reach(jsonb_build_array(known_person($1)), {SEEN}) -> 0"
EVIDENCE_ABOUT = """
select evidence_about($1, known_date(record.event_date, record.partial_event_date), $3::jsonb,
                      $4, null)
  from jsonb_to_record($2::jsonb) as record(event_date date, partial_event_date text)
"""


@frozen
class Known:
    """What is on record of those whom a declaration is about, and what of it the caller sees."""

    everything: Evidence
    seen: Evidence


async def evidence_of(
    connection: Connection, acting: Acting, event_id: UUID, named: UUID | None
) -> Known:
    """Return what is on record of those whom a declaration is about, and of whoever is named."""
    (row,) = await connection.fetch(EVIDENCE, event_id, named)
    return await _as_seen(connection, acting, row[0])


async def _as_seen(connection: Connection, acting: Acting, text: str) -> Known:
    everything = read(text)
    if not acting.is_limited:
        return Known(everything, everything)
    return Known(everything, await in_reach(connection, acting, text))


async def evidence_about(
    connection: Connection,
    kind: VitalEventKind,
    record: str,
    people: str,
    event_id: UUID,
    acting: Acting | None = None,
) -> Evidence:
    """Return what is on record of those whom a corrected record would be about.

    For whoever acts and is limited, what of it they see.
    """
    row = await connection.fetchrow(EVIDENCE_ABOUT, kind, record, people, event_id)
    text: str = row[0]
    return read(text) if acting is None else await in_reach(connection, acting, text)


async def in_reach(connection: Connection, acting: Acting, text: str) -> Evidence:
    """Return what of evidence, as text, exists for who is limited (rule R3)."""
    row = await connection.fetchrow(IN_REACH, text, acting.client_id, acting.user_id)
    return read(row[0])


async def known_person(
    connection: Connection, person_id: UUID | None, acting: Acting | None = None
) -> KnownPerson | None:
    """Return a person on record with whom they stand for today.

    For whoever acts and is limited, only if they see both.
    """
    if acting is None:
        row = await connection.fetchrow("select known_person($1)", person_id)
    else:
        row = await connection.fetchrow(PERSON_SEEN, person_id, acting.client_id, acting.user_id)
    return None if row[0] is None else read_known(orjson.loads(row[0]))


def alert_names(text: str) -> list[str]:
    """Return the alerts of a record by its evidence as text; it is empty where there is none."""
    if not text:
        return []
    return [alert.value for alert in rules.alerts(read(text), EDITS)]


def lasting_marriages(text: str) -> list[tuple[int, UUID]]:
    """Return which spouse may be married by which record, by the evidence as text."""
    return rules.lasting_marriages(read(text), EDITS) if text else []


def read(text: str) -> Evidence:
    """Read what `registration_evidence` returned."""
    found = orjson.loads(text)
    subject, named = found.get("subject"), found.get("named")
    return Evidence(
        kind=VitalEventKind(found["kind"]),
        day=PartialDate.read(found["day"]),
        subject=subject and _individual(subject),
        holders=tuple(read_known(each) for each in found.get("holders") or ()),
        deaths=tuple(read_death(each) for each in found.get("deaths") or ()),
        named=named and read_known(named),
        spouses=tuple(_spouse(each) for each in found.get("spouses") or ()),
    )


def _individual(found: dict[str, Any]) -> Individual:
    """Return somebody as far as what is said of them is evidence (N3)."""
    return evidence(
        Individual(
            found["first_name"],
            found["last_name"],
            birth_date=_known(found["birth_date"]),
            national_id=found["national_id"],
        )
    )


def _individuals(found: Iterable[dict[str, Any]]) -> tuple[Individual, ...]:
    return tuple(_individual(each) for each in found)


def read_known(found: dict[str, Any]) -> KnownPerson:
    """Read what `known_person` returned."""
    return KnownPerson(
        _individual(found["record"]),
        UUID(found["standing_id"]),
        _known(found["standing_born"]),
        _known(found["death_date"]),
        UUID(found["id"]),
        _known(found["own_death"]),
    )


def read_death(found: dict[str, Any]) -> RegisteredDeath:
    """Read an item of what `deaths_of` returned."""
    return RegisteredDeath(_individual(found["deceased"]), PartialDate.read(found["day"]))


def _spouse(found: dict[str, Any]) -> Spouse:
    return Spouse(
        _individual(found["individual"]),
        _individuals(found["dead"]),
        tuple(
            Couple(
                _individual(each["spouse"]),
                _individual(each["partner"]),
                _individuals(each["dead"]),
                UUID(each["record_id"]),
            )
            for each in found["couples"]
        ),
    )


def _known(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.read(text)
