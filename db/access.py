"""Who may come in, and how: clients, users, roles, sessions, last uses, failed attempts."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.sql.elements import ColumnElement

from db.literals import any_of, array_of
from db.metadata import key, known, metadata, times
from rules.access import LIMITABLE, ClientKind, Role
from rules.letters import MUTABLE

clients = Table(
    "clients",
    metadata,
    key(),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    Column("is_blocked", Boolean, nullable=False, server_default=text("false")),
    *times(),
    Column("secret_digest", LargeBinary),
    Column("previous_secret_digest", LargeBinary),
    Column("previous_secret_until", DateTime(timezone=True)),
    Column("organisation_id", Uuid, ForeignKey("organisations.id")),
    CheckConstraint("organisation_id is null or kind = 'SYSTEM'", name="only_a_machine_is_bound"),
    known("kind", ClientKind, "client_kind_is_known"),
    CheckConstraint(
        "kind = 'SYSTEM' or secret_digest is null", name="a_user_interface_has_no_secret"
    ),
    CheckConstraint(
        "(previous_secret_digest is null) = (previous_secret_until is null)",
        name="a_previous_secret_ends",
    ),
)
Index("one_client_per_name", clients.c.name, unique=True)

users = Table(
    "users",
    metadata,
    key(),
    Column("username", Text, nullable=False),
    Column("display_name", Text, nullable=False),
    Column("is_blocked", Boolean, nullable=False, server_default=text("false")),
    *times(),
    Column("password_hash", Text),
    Column("password_is_one_time", Boolean, nullable=False, server_default=text("false")),
    Column("email", Text),
    Column("person_id", Uuid, ForeignKey("persons.id")),
    # Whoever is gone leaves the names, for what they did on the register to stay readable.
    Column("deleted_at", DateTime(timezone=True)),
    # Kinds of letters that they do not get (rule U3).
    Column("muted_letters", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    CheckConstraint(f"muted_letters <@ {array_of(MUTABLE)}", name="a_user_mutes_what_they_may"),
    CheckConstraint(
        "deleted_at is null or password_hash is null and email is null and person_id is null",
        name="a_deleted_user_is_a_name",
    ),
    CheckConstraint(
        "not password_is_one_time or password_hash is not null",
        name="a_one_time_password_is_there",
    ),
)
Index("one_user_per_username", users.c.username, unique=True)
Index(
    "one_user_per_person",
    users.c.person_id,
    unique=True,
    postgresql_where=text("person_id is not null"),
)

Index(
    "users_by_name",
    text("name_words(fold_name(username || ' ' || display_name))"),
    _table=users,
    postgresql_using="gin",
)

role_grants = Table(
    "role_grants",
    metadata,
    key(),
    Column("user_id", Uuid, ForeignKey("users.id"), nullable=False),
    Column("client_id", Uuid, ForeignKey("clients.id"), nullable=False),
    Column("role", Text, nullable=False),
    *times(),
    Column("organisation_id", Uuid, ForeignKey("organisations.id")),
    Column("expires_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False, server_default=text("1")),
    known("role", Role, "role_is_known"),
    CheckConstraint(
        f"organisation_id is null or role = {any_of(LIMITABLE)}",
        name="only_some_roles_are_limited",
    ),
)
Index(
    "one_grant_per_user_client_role_and_organisation",
    role_grants.c.user_id,
    role_grants.c.client_id,
    role_grants.c.role,
    role_grants.c.organisation_id,
    unique=True,
    postgresql_include=["expires_at"],
    postgresql_nulls_not_distinct=True,
)
Index(
    "role_grants_by_organisation",
    role_grants.c.organisation_id,
    postgresql_where=text("organisation_id is not null"),
)

# Where users hold roles that are limited, a row for each organisation: a view as well.
viewer_organisations = table(
    "viewer_organisations",
    column("id", Uuid),
    column("user_id", Uuid),
    column("client_id", Uuid),
    column("name", Text),
    column("kind", Text),
    column("roles", ARRAY(Text)),
)
# The grants that hold in organisations, and whom roles may be given: views as well.
organisation_staff = table(
    "organisation_staff",
    column("id", Uuid),
    column("user_id", Uuid),
    column("client_id", Uuid),
    column("role", Text),
    column("organisation_id", Uuid),
    column("expires_at", DateTime(timezone=True)),
    column("inserted_at", DateTime(timezone=True)),
)
colleagues = table(
    "colleagues",
    column("id", Uuid),
    column("username", Text),
    column("display_name", Text),
    column("is_blocked", Boolean),
)
# The grants that hold at this moment: a view, which is made with the rules.
live_grants = table(
    "live_grants",
    column("id", Uuid),
    column("user_id", Uuid),
    column("client_id", Uuid),
    column("role", Text),
    column("organisation_id", Uuid),
)

sessions = Table(
    "sessions",
    metadata,
    key(),
    Column("user_id", Uuid, ForeignKey("users.id"), nullable=False),
    Column("client_id", Uuid, ForeignKey("clients.id"), nullable=False),
    Column("family_digest", LargeBinary, nullable=False),
    Column("token_digest", LargeBinary, nullable=False),
    Column("previous_token_digest", LargeBinary),
    Column("renewed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    *times(),
    Column("browser", Text),
    Column("system", Text),
)
Index("one_session_per_family", sessions.c.family_digest, unique=True)
LIVE = text("ended_at is null")
Index("live_sessions_by_user", sessions.c.user_id, postgresql_where=LIVE)
Index("sessions_by_user", sessions.c.user_id)
Index("live_sessions_by_client", sessions.c.client_id, postgresql_where=LIVE)

# The second factor of a user, which counts once a first code has confirmed it. `last_step` is the
# time step of the last code that was taken: none before it, nor itself, is taken again.
second_factors = Table(
    "second_factors",
    metadata,
    key(),
    Column("user_id", Uuid, ForeignKey("users.id"), nullable=False),
    Column("sealed_secret", LargeBinary, nullable=False),
    Column("confirmed_at", DateTime(timezone=True)),
    Column("last_step", BigInteger, nullable=False, server_default=text("0")),
    Column("recovery_digests", ARRAY(LargeBinary), nullable=False, server_default=text("'{}'")),
    *times(),
)
Index("one_second_factor_per_user", second_factors.c.user_id, unique=True)

# When a client, a user or a session was last seen. Beside them, because this changes all the time
# and is no act of anybody's.
last_uses = Table(
    "last_uses",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("used_at", DateTime(timezone=True), nullable=False),
)

# What throttles guessing. It holds digests for a minute; a crash of the server may empty it.
failed_attempts = Table(
    "failed_attempts",
    metadata,
    key(),
    Column("subject", LargeBinary, nullable=False),
    Column(
        "attempted_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.clock_timestamp(),
    ),
    prefixes=["UNLOGGED"],
)
Index("failed_attempts_by_subject", failed_attempts.c.subject, failed_attempts.c.attempted_at)
Index("failed_attempts_by_time", failed_attempts.c.attempted_at)

# Sign-ins by somebody's name that failed, for them and an ADMIN to see; the id is the user's.
failed_sign_ins = Table(
    "failed_sign_ins",
    metadata,
    Column("id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("count", Integer, nullable=False, server_default=text("1")),
    Column(
        "first_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()
    ),
    Column(
        "last_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()
    ),
)


def is_known_by(rows: FromClause, parameter: str) -> ColumnElement[bool]:
    """Return whether a user's names have all the words of what `name_query` wrote."""
    query = cast(cast(bindparam(parameter, type_=Text), Text), TSQUERY)
    names = rows.c.username + literal_column("' '", Text) + rows.c.display_name
    words = func.name_words(func.fold_name(names))
    return words.op("@@", is_comparison=True)(query)
