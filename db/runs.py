"""Runs: long acts that are done step by step (rule S1)."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.literals import one_of
from db.metadata import key, known, metadata, times
from rules.runs import LANE, UNDER_WAY, RunKind, RunStatus

runs = Table(
    "runs",
    metadata,
    key(),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False, server_default=RunStatus.ENQUEUED),
    Column("organisation_id", Uuid, ForeignKey("organisations.id"), nullable=False),
    Column("target_id", Uuid, ForeignKey("organisations.id")),
    # In which its steps wait for room (rule F4a).
    Column("lane", Uuid, nullable=False, server_default=text(f"'{LANE}'::uuid")),
    # What its kind needs to know, and nothing of persons: the trail names the column.
    Column("parameters", JSONB, nullable=False, server_default=text("'{}'")),
    # In people's own words; it goes with the run's last step.
    Column("reason", Text),
    Column("steps_done", Integer, nullable=False, server_default=text("0")),
    Column("steps_known", Integer),
    Column("counts", JSONB, nullable=False, server_default=text("'{}'")),
    # The last step has begun: nobody cancels it any more (rule S3).
    Column("is_finishing", Boolean, nullable=False, server_default=text("false")),
    Column("is_approved", Boolean, nullable=False, server_default=text("false")),
    Column("held_because", Text),
    Column("last_error", Text),
    # No foreign keys: who asked for it may be gone.
    Column("requested_by", Uuid),
    Column("client_id", Uuid),
    Column("correlation_id", Uuid, nullable=False),
    Column("finished_at", DateTime(timezone=True)),
    *times(),
    # When it went on that had failed, the last time, and who let it.
    Column("resumed_at", DateTime(timezone=True)),
    Column("resumed_by", Uuid),
    known("kind", RunKind, "run_kind_is_known"),
    known("status", RunStatus, "run_status_is_known"),
    CheckConstraint("(status = 'HELD') = (held_because is not null)", name="a_held_run_says_why"),
    CheckConstraint("organisation_id <> target_id", name="a_run_has_another_target"),
)
Index(
    "one_run_under_way_per_organisation",
    runs.c.organisation_id,
    unique=True,
    postgresql_where=text(f"status in {one_of(UNDER_WAY)}"),
)
Index(
    "one_run_under_way_per_target",
    runs.c.target_id,
    unique=True,
    postgresql_where=text(f"status in {one_of(UNDER_WAY)}"),
)
Index("runs_by_organisation", runs.c.organisation_id, runs.c.id)
# A sync waits in the lane of its link, by which the last ones of a link are found.
Index("syncs_by_lane", runs.c.lane, runs.c.id, postgresql_where=text(f"kind = '{RunKind.SYNC}'"))
