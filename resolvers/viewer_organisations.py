"""The organisations in which the viewer holds roles, and what they may do there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import strawberry
from sqlalchemy import Text, and_, any_, case, exists, func, literal_column, not_, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.access import viewer_organisations
from db.literals import any_of
from db.organisations import organisations
from db.runs import runs
from db.sources import source_links
from planner.sources import ToOne, Value
from resolvers.definitions import field, object_type
from resolvers.organisations import Organisation
from rules.access import Role, RoleMissing
from rules.organisations import OrganisationIsNotActive, OrganisationStatus
from rules.runs import UNDER_WAY, OrganisationHasRun, RunKind, RunStatus

NOT_LINKED = "No source is linked"


def _is_steward(place: FromClause) -> ColumnElement[bool]:
    return literal_column(f"'{Role.STEWARD}'") == any_(place.c.roles)


def _is_active(place: FromClause) -> ColumnElement[bool]:
    active = exists().where(
        organisations.c.id == place.c.id,
        organisations.c.status == literal_column(f"'{OrganisationStatus.ACTIVE}'"),
    )
    return active.correlate(place)


def _can_invite(place: FromClause) -> ColumnElement[bool]:
    return and_(_is_steward(place), _is_active(place))


def _of_link(read: Callable[[FromClause], ColumnElement[Any]]) -> Any:
    """Return what reads a column of the link with a source: the oldest for PRODUCTION, if any."""

    def of_place(place: FromClause) -> ColumnElement[Any]:
        its: ColumnElement[Any] = (
            select(read(source_links))
            .where(source_links.c.organisation_id == place.c.id)
            .order_by(source_links.c.environment, source_links.c.id)
            .limit(1)
            .correlate(place)
            .scalar_subquery()
        )
        return its

    return of_place


def _last_synced(place: FromClause) -> ColumnElement[Any]:
    its: ColumnElement[Any] = (
        select(func.max(runs.c.finished_at))
        .where(
            runs.c.organisation_id == place.c.id,
            runs.c.kind == literal_column(f"'{RunKind.SYNC}'"),
            runs.c.status == literal_column(f"'{RunStatus.SUCCEEDED}'"),
        )
        .correlate(place)
        .scalar_subquery()
    )
    return its


def _why_not(place: FromClause) -> ColumnElement[Any]:
    """Return why the viewer may not sync the organisation now; null where they may."""
    linked = exists().where(source_links.c.organisation_id == place.c.id)
    busy = exists().where(
        or_(runs.c.organisation_id == place.c.id, runs.c.target_id == place.c.id),
        runs.c.status == literal_column(any_of(UNDER_WAY)),
    )
    reasons = (
        (not_(_is_steward(place)), RoleMissing.message),
        (not_(_is_active(place)), OrganisationIsNotActive.message),
        (not_(linked.correlate(place)), NOT_LINKED),
        (busy.correlate(place), OrganisationHasRun.message),
    )
    return case(*((holds, _text(message)) for holds, message in reasons))


def _text(message: str) -> ColumnElement[str]:
    quoted = message.replace("'", "''")
    return literal_column(f"'{quoted}'", Text)


def _can_sync(place: FromClause) -> ColumnElement[bool]:
    return _why_not(place).is_(None)


@object_type(viewer_organisations)
class ViewerOrganisation:
    """An organisation in which the viewer holds roles, and what they may do there."""

    organisation: Organisation | None = field(
        ToOne(lambda place, its: its.c.id == place.c.id, optional=True),
        "The organisation; null while only a source knows it.",
    )
    name: str = field(
        Value(lambda place: place.c.name, nullable=False), "As its siblings have no other."
    )
    kind: str = field(
        Value(lambda place: place.c.kind, nullable=False), "In a word of the registry's own."
    )
    source_link_id: strawberry.ID | None = field(
        Value(_of_link(lambda link: func.global_id("SourceLink", link.c.id))),
        "The link to a source; null where it has none.",
    )
    external_id: str | None = field(
        Value(_of_link(lambda link: link.c.external_id)),
        "What the source calls it; null where it has none.",
    )
    roles: list[Role] = field(
        Value(lambda place: place.c.roles, nullable=False), "Those that the viewer holds in it."
    )
    last_synced_at: datetime | None = field(
        Value(_last_synced), "When it was last synced; null for never."
    )
    can_sync: bool = field(Value(_can_sync, nullable=False), "Whether the viewer may sync it now.")
    can_erase: bool = field(Value(_is_steward, nullable=False), "Whether the viewer may erase it.")
    can_invite: bool = field(
        Value(_can_invite, nullable=False), "Whether the viewer may invite users to it."
    )
    why: str | None = field(
        Value(_why_not), "Why it cannot be synced now, as a refusal has it; null where it can."
    )
