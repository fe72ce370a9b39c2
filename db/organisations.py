"""The tree of organisations, and who stands above whom in it."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.sql.elements import ColumnElement

from db.literals import NUMBER_KEY, array_of
from db.metadata import key, known, metadata, times
from rules.access import Role
from rules.letters import MUTABLE
from rules.organisations import OrganisationStatus

organisations = Table(
    "organisations",
    metadata,
    key(),
    Column("name", Text),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False, server_default=OrganisationStatus.ACTIVE),
    Column("parent_id", Uuid, ForeignKey("organisations.id")),
    Column("merged_into_id", Uuid, ForeignKey("organisations.id")),
    Column("version", Integer, nullable=False, server_default=text("1")),
    *times(),
    # Kinds of letters about it that nobody gets (rule U3), and of messages, as patterns, that its
    # digests leave out (rule V9).
    Column("muted_letters", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("muted_failures", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    known("status", OrganisationStatus, "organisation_status_is_known"),
    CheckConstraint(
        f"muted_letters <@ {array_of(MUTABLE)}", name="an_organisation_mutes_what_it_may"
    ),
    CheckConstraint(
        "(name is null) = (status = 'ERASED')", name="only_an_erased_organisation_has_no_name"
    ),
    CheckConstraint(
        "(merged_into_id is null) = (status <> 'MERGED')",
        name="a_merged_organisation_says_into_which",
    ),
)
Index(
    "one_organisation_per_parent_and_name",
    organisations.c.parent_id,
    text(NUMBER_KEY.format(column="name")),
    unique=True,
    postgresql_nulls_not_distinct=True,
    postgresql_where=text("name is not null"),
)
Index(
    "organisations_by_name",
    text("name_words(fold_name(name))"),
    _table=organisations,
    postgresql_using="gin",
)
Index("organisations_by_parent", organisations.c.parent_id)

organisation_paths = Table(
    "organisation_paths",
    metadata,
    Column(
        "organisation_id",
        Uuid,
        ForeignKey("organisations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column(
        "ancestor_id", Uuid, ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
    ),
)
Index(
    "organisation_paths_by_ancestor",
    organisation_paths.c.ancestor_id,
    organisation_paths.c.organisation_id,
)

# The organisations that everybody may know of, each with those above it: a view.
organisation_choices = table(
    "organisation_choices",
    column("id", Uuid),
    column("name", Text),
    column("kind", Text),
    column("above", ARRAY(Text)),
)


def is_called(rows: FromClause, parameter: str) -> ColumnElement[bool]:
    """Return whether an organisation has all the words of a parameter that `name_query` wrote."""
    query = cast(cast(bindparam(parameter, type_=Text), Text), TSQUERY)
    words = func.name_words(func.fold_name(rows.c.name))
    return words.op("@@", is_comparison=True)(query)


def places_of(*roles: Role) -> ColumnElement[Any]:
    """Return where whoever asks holds one of these roles: null is everywhere (rule R2)."""
    client, user = bindparam("client_id", type_=Uuid), bindparam("user_id", type_=Uuid)
    held = func.places_of(client, user, literal_column(array_of(roles)))
    return select(held).scalar_subquery()


def is_at_or_below(organisation: ColumnElement[Any], places: ColumnElement[Any]) -> Any:
    """Return whether an organisation is one of these, or stands below one."""
    return func.is_at_or_below(organisation, places)
