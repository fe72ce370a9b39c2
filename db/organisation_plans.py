"""Plans: what would become of all that two organisations have, written down whole (rule W1)."""

from sqlalchemy import (
    ARRAY,
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

from db.literals import array_of
from db.metadata import key, known, metadata, times
from rules.organisation_plans import PlanAction, PlanConflict, PlanOutcome

organisation_plans = Table(
    "organisation_plans",
    metadata,
    key(),
    Column("source_id", Uuid, ForeignKey("organisations.id"), nullable=False),
    Column("target_id", Uuid, ForeignKey("organisations.id"), nullable=False),
    # A transfer keeps its source; a merge does not.
    Column("keeps_source", Boolean, nullable=False),
    # Whom a transfer is about; null for all.
    Column("person_ids", ARRAY(Uuid)),
    Column("plan_hash", Text, nullable=False),
    Column("blocked_by", ARRAY(Text), nullable=False),
    Column("counts", JSONB, nullable=False),
    # No foreign keys: a run outlives its plan, and who asked for it may be gone.
    Column("run_id", Uuid),
    Column("requested_by", Uuid),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("downloads", Integer, nullable=False, server_default=text("0")),
    *times(),
    # Who withdrew it may be gone by now, as who asked for it.
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("withdrawn_by", Uuid),
    Column("withdrawal_reason", Text),
    CheckConstraint("source_id <> target_id", name="a_plan_has_another_target"),
)
Index("organisation_plans_by_source", organisation_plans.c.source_id)
Index("organisation_plans_by_target", organisation_plans.c.target_id)
Index("organisation_plans_by_expiry", organisation_plans.c.expires_at)

# No state, and so outside the trail: what is done under it is in the trail itself.
plan_items = Table(
    "plan_items",
    metadata,
    key(),
    Column(
        "plan_id", Uuid, ForeignKey("organisation_plans.id", ondelete="CASCADE"), nullable=False
    ),
    Column("noun", Text, nullable=False),
    # The types in the schema of what the two keys name; no foreign keys.
    Column("source_type", Text),
    Column("source_id", Uuid),
    Column("target_type", Text),
    Column("target_id", Uuid),
    Column("action", Text, nullable=False),
    Column("conflicts", ARRAY(Text), nullable=False),
    Column("blocks", Text),
    # The number of those who may be one person; the persons of the target that one may be.
    Column("cluster", Integer),
    Column("likely", ARRAY(Uuid), nullable=False),
    # The new name of what is renamed, the feature of a switch, what stands of two consents.
    Column("detail", Text),
    # The versions of all rows that it depends on.
    Column("versions", Text, nullable=False),
    Column("outcome", Text),
    known("action", PlanAction, "plan_action_is_known"),
    known("outcome", PlanOutcome, "plan_outcome_is_known"),
    CheckConstraint(f"conflicts <@ {array_of(PlanConflict)}", name="plan_conflicts_are_known"),
)
Index("plan_items_by_plan", plan_items.c.plan_id, plan_items.c.id)
