"""The events that others may receive, in rows that Debezium's outbox event router reads."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    FromClause,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    bindparam,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.metadata import key, metadata

outbox = Table(
    "outbox",
    metadata,
    key(),
    Column("aggregatetype", Text, nullable=False),
    Column("aggregateid", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("payload", JSONB, nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column(
        "inserted_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.clock_timestamp(),
    ),
    postgresql_partition_by="RANGE (id)",
)
Index("outbox_by_aggregate", outbox.c.aggregateid, outbox.c.inserted_at)

# Written next to each row of the outbox and deleted when its messages are made: the outbox itself
# only grows, as other readers of it expect.
undispatched_events = Table(
    "undispatched_events",
    metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", Uuid, nullable=False),
)

# The place of each event among all, given when its messages are made: from 1 on, without gaps. Of
# those that are deleted with their events the last one stays, so that whoever has read as far as
# that goes on from there.
event_positions = Table(
    "event_positions",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", Uuid, nullable=False),
)
Index("one_position_per_event", event_positions.c.event_id, unique=True)

FUNCTIONS_THAT_WRITE = frozenset({"read_event_feed"})
"""The function that queries read the feed from, which gives new events their positions first."""

event_feed: FromClause = func.read_event_feed(
    bindparam("client_id", type_=Uuid, required=True),
    bindparam("after_event_id", type_=Uuid, required=True),
    bindparam("types", type_=ARRAY(Text), required=True),
    bindparam("most", type_=Integer, required=True),
).table_valued(
    Column("id", Uuid, nullable=False),
    Column("events", JSONB, nullable=False),
    Column("end_event_id", Uuid),
    Column("has_more", Boolean, nullable=False),
    name="event_feed",
)
"""The events after another one as a client may receive them; no row where that one is too old."""
