"""What a declaration becomes before it is put on record: checked, trimmed, written as rows."""

from datetime import UTC, datetime
from typing import Any

import orjson

from rules import declarations as rules
from rules.declaration_checks import check
from rules.declarations import Birth, Death, Declaration, Individual, Marriage
from rules.duplicate_search import stored_names
from rules.event_duplicates import MatchProfile, match_profile
from rules.frozen import frozen
from rules.idempotency import check_key
from rules.individuals import IndividualRole
from rules.violations import Violations
from rules.vital_events import VitalEventKind
from workflows.event_duplicates import search_of
from workflows.idempotency import digest
from workflows.individuals import individual_row

ROLES = {
    "child": IndividualRole.CHILD,
    "mother": IndividualRole.MOTHER,
    "father": IndividualRole.FATHER,
    "deceased": IndividualRole.DECEASED,
    "spouses": IndividualRole.SPOUSE,
    "witnesses": IndividualRole.WITNESS,
    "informant": IndividualRole.INFORMANT,
}


@frozen
class PreparedDeclaration:
    """A declaration as an act puts it on record; where it has violations, it never is."""

    kind: VitalEventKind
    violations: Violations
    """What is wrong with it or with its idempotency key."""

    details_digest: bytes
    """Equal to the record's own where an amendment changed nothing (rule C5)."""

    record: str
    """JSON: the record's own row, `RECORD_COLUMNS`."""

    people: str
    """JSON: the rows of its individuals, `PEOPLE_COLUMNS`."""

    profile: MatchProfile | None
    """None where nothing may be its duplicate."""

    search: str | None
    """JSON: what finds potential duplicates."""


def prepare(
    declaration: Declaration,
    key: str,
    violations: Violations | None = None,
    declared_at: datetime | None = None,
) -> PreparedDeclaration:
    """Check a declaration and its idempotency key, and write it as rows. Rules C2 to C5.

    `violations` are those that reading the input has noted; what is corrected was `declared_at`.
    """
    violations = Violations() if violations is None else violations
    check_key(violations, key)
    check(violations, declaration, datetime.now(UTC), declared_at)
    declaration = rules.as_kept(declaration)
    profile = match_profile(declaration)
    return PreparedDeclaration(
        kind=rules.kind_of(declaration),
        violations=violations,
        details_digest=digest(declaration),
        record=_json(_record(declaration, profile)),
        people=_json(_people(declaration)),
        profile=profile,
        search=None if profile is None else search_of(profile),
    )


def _record(declaration: Declaration, profile: MatchProfile | None) -> dict[str, Any]:
    informant, happened = declaration.informant, rules.event_date(declaration)
    row: dict[str, Any] = {
        "event_date": None if happened is None else happened.earliest,
        "partial_event_date": None if happened is None else happened.partial,
        "informant_relationship": informant.relationship,
        "informant_email": informant.email,
        "informant_phone_number": informant.phone_number,
    } | stored_names(profile)
    match declaration:
        case Birth():
            row["place"] = declaration.place_of_birth
            row["late_registration_reason"] = declaration.late_registration_reason
            if declaration.multiple_birth is not None:
                row["multiple_birth_of"] = declaration.multiple_birth.of
                row["multiple_birth_order"] = declaration.multiple_birth.order
        case Death():
            row["place"] = declaration.place_of_death
            row["cause_of_death"] = declaration.cause_of_death
            row["late_registration_reason"] = declaration.late_registration_reason
        case Marriage():
            row["place"] = declaration.place_of_marriage
    return row


def _people(declaration: Declaration) -> list[dict[str, Any]]:
    return [
        _person(ROLES[str(path[0])], path[1] if len(path) > 1 else 0, individual)
        for path, individual in rules.individuals(declaration)
    ]


def _person(role: IndividualRole, position: str | int, individual: Individual) -> dict[str, Any]:
    return {
        "role": role,
        "position": position if isinstance(position, int) else 0,
    } | individual_row(individual)


def _json(rows: Any) -> str:
    return orjson.dumps(rows).decode()
