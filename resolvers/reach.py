"""Which rows exist for whoever is limited to organisations, or to themselves (rule R3)."""

from sqlalchemy import and_, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.organisations import is_at_or_below
from db.reach import each_of, is_in_reach, limited_places, person_reach
from planner.candidates import Part
from resolvers.persons_shown import holds_scope, is_oneself
from rules.access import Role

PERSON_PLACES = limited_places(Role.REGISTRAR, Role.STEWARD)
"""Where whoever asks sees the persons who are in reach."""


def person_in_reach(person: FromClause) -> ColumnElement[bool]:
    """Return whether a person exists for whoever asks."""
    return or_(is_in_reach(person.c.id, PERSON_PLACES), is_oneself(person.c.id))


def persons_in_reach(persons: FromClause) -> list[Part]:
    """Return the persons of each organisation, in the order of `person_reach`, and oneself."""
    rows, oneself, reach = persons.alias(), persons.alias(), person_reach.alias()
    place = each_of(PERSON_PLACES)
    ordered = select(reach.c.person_id.label("id"), reach.c.organisation_id).subquery()
    joined = [ordered.c.organisation_id == place.c.id, rows.c.id == ordered.c.id]
    return [
        Part(rows, ordered, joined, each=place),
        Part(oneself, oneself, [is_oneself(oneself.c.id)]),
    ]


def membership_in_reach(membership: FromClause) -> ColumnElement[bool]:
    """Return whether a membership exists for whoever asks."""
    there = is_at_or_below(membership.c.organisation_id, PERSON_PLACES)
    return or_(there, is_oneself(membership.c.person_id))


def is_member_in_reach(membership: FromClause, person: FromClause) -> ColumnElement[bool]:
    """Join the person of a membership, where they exist for whoever asks and reads persons."""
    reads = and_(holds_scope("person:read"), person_in_reach(person))
    return and_(person.c.id == membership.c.person_id, or_(reads, is_oneself(person.c.id)))
