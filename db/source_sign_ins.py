"""Sign-ins at sources that are under way (rule S5)."""

from sqlalchemy import Boolean, Column, DateTime, Index, LargeBinary, Table, Text, Uuid

from db.metadata import metadata

# No state, and for minutes alone: a crash of the server may empty it, and people sign in again.
source_sign_ins = Table(
    "source_sign_ins",
    metadata,
    # Of what goes there and comes back: the table alone lets nobody end a sign-in.
    Column("state_digest", LargeBinary, primary_key=True),
    Column("client_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("session_id", Uuid),
    # Null where a group of the source is meant, which nobody may have linked yet (rule S4).
    Column("source_link_id", Uuid),
    # The run that goes on then; null where one is to be begun.
    Column("run_id", Uuid),
    Column("mode", Text, nullable=False),
    # With which the code is exchanged; encrypted (RFC 7636).
    Column("sealed_verifier", LargeBinary, nullable=False),
    # Of the server that was asked, as it was found then (RFC 9207).
    Column("issuer", Text),
    Column("names_issuer", Boolean, nullable=False),
    Column("token_url", Text, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
    Column("source_id", Uuid),
    Column("external_id", Text),
    prefixes=["UNLOGGED"],
)
Index("source_sign_ins_by_user", source_sign_ins.c.user_id)
