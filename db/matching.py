"""What finds pairs that may be one person: blocking keys, matches that are due, models, runs."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.metadata import key, known, metadata, times
from rules.matching import DetectionRunStatus

person_keys = Table(
    "person_keys",
    metadata,
    Column("person_id", Uuid, ForeignKey("persons.id"), primary_key=True),
    Column("keys", ARRAY(BigInteger), nullable=False),
    Column("recipe", Integer, nullable=False),
    # Of the person, when the keys were made: those of a former version come late and are dropped.
    Column("version", Integer, nullable=False),
)
Index(
    "persons_by_key",
    person_keys.c["keys"],
    postgresql_using="gin",
    postgresql_with={"fastupdate": "off"},
)

due_matches = Table(
    "due_matches",
    metadata,
    Column("person_id", Uuid, ForeignKey("persons.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("noted_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    # When a worker took it; it is another's after a while, for that one may have been killed.
    Column("claimed_at", DateTime(timezone=True)),
)
Index("due_matches_by_time", due_matches.c.noted_at)

detection_models = Table(
    "detection_models",
    metadata,
    key(),
    Column("version", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("body", JSONB, nullable=False),
    Column("activated_at", DateTime(timezone=True)),
    *times(),
    # The weight of a pair of which nothing is known, as it was at the activation.
    Column("prior", Double),
    # When all keys and weights followed the activation; null until then, also where it was killed.
    Column("applied_at", DateTime(timezone=True)),
)
Index("one_detection_model_per_digest", detection_models.c.digest, unique=True)

detection_runs = Table(
    "detection_runs",
    metadata,
    key(),
    Column("status", Text, nullable=False, server_default=DetectionRunStatus.RUNNING),
    Column("is_dry_run", Boolean, nullable=False),
    Column("engine", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("persons", Integer, nullable=False, server_default=text("0")),
    Column("pairs_compared", BigInteger, nullable=False, server_default=text("0")),
    Column("pairs_found", Integer, nullable=False, server_default=text("0")),
    Column("pairs_known", Integer, nullable=False, server_default=text("0")),
    Column("pairs_reopened", Integer, nullable=False, server_default=text("0")),
    *times(),
    Column("finished_at", DateTime(timezone=True)),
    known("status", DetectionRunStatus, "detection_run_status_is_known"),
)
Index("detection_runs_by_insertion", detection_runs.c.inserted_at, detection_runs.c.id)
