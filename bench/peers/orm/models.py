"""The tables as mapped classes; only the columns that the four works touch."""

import os
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, FetchedValue, ForeignKey, Uuid, func
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

POOL = int(os.environ.get("BENCH_POOL", "16"))
engine = create_async_engine(
    os.environ.get("BENCH_DATABASE_URL", "postgresql://").replace(
        "postgresql://", "postgresql+asyncpg://"
    ),
    pool_size=POOL,
    max_overflow=0,
)
session = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    """Every table has a key that the database makes."""

    type_annotation_map: ClassVar = {datetime: TIMESTAMP(timezone=True)}

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())


class User(Base):
    """Somebody who signs in."""

    __tablename__ = "users"

    username: Mapped[str]


class Person(Base):
    """A person on record."""

    __tablename__ = "persons"

    first_name: Mapped[str]
    last_name: Mapped[str]
    birth_date: Mapped[date]
    status: Mapped[str]


class MergeCandidate(Base):
    """Two records that may be one person."""

    __tablename__ = "merge_candidates"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    master_person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    master_person: Mapped[Person] = relationship(foreign_keys=master_person_id)


class ManualMergeCandidate(Base):
    """A pair under review."""

    __tablename__ = "manual_merge_candidates"

    merge_candidate_id: Mapped[UUID] = mapped_column(ForeignKey("merge_candidates.id"))
    status: Mapped[str]
    assignee_id: Mapped[UUID | None]
    requests_count: Mapped[int]
    closed_to: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    inserted_at: Mapped[datetime]
    merge_candidate: Mapped[MergeCandidate] = relationship()


class MergeRequest(Base):
    """One reviewer's task to judge a pair."""

    __tablename__ = "merge_requests"

    manual_merge_candidate_id: Mapped[UUID] = mapped_column(
        ForeignKey("manual_merge_candidates.id")
    )
    assignee_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    status: Mapped[str] = mapped_column(server_default=FetchedValue())
    comment: Mapped[str | None]
    superseded_at: Mapped[datetime | None]
    inserted_at: Mapped[datetime] = mapped_column(server_default=FetchedValue())
    updated_at: Mapped[datetime] = mapped_column(server_default=FetchedValue())
    manual_merge_candidate: Mapped[ManualMergeCandidate] = relationship()


class VitalEvent(Base):
    """A birth on record."""

    __tablename__ = "vital_events"

    kind: Mapped[str]
    status: Mapped[str] = mapped_column(server_default=FetchedValue())
    tracking_id: Mapped[str]
    declared_by_client_id: Mapped[UUID]
    event_date: Mapped[date]
    place: Mapped[str]
    late_registration_reason: Mapped[str | None]
    informant_relationship: Mapped[str]
    details_digest: Mapped[bytes]
    principal_first_name: Mapped[str | None]
    principal_last_name: Mapped[str | None]
    subject_first_name: Mapped[str | None]
    subject_last_name: Mapped[str | None]
    individuals: Mapped[list["Individual"]] = relationship()
    resemblances: Mapped[list["PotentialDuplicate"]] = relationship(
        foreign_keys="PotentialDuplicate.vital_event_id"
    )


class Individual(Base):
    """Somebody whom a record names."""

    __tablename__ = "individuals"

    vital_event_id: Mapped[UUID] = mapped_column(ForeignKey("vital_events.id"))
    role: Mapped[str]
    first_name: Mapped[str]
    last_name: Mapped[str]
    birth_date: Mapped[date | None]
    gender: Mapped[str | None]
    national_id: Mapped[str | None]


class PotentialDuplicate(Base):
    """A record that resembles an earlier one."""

    __tablename__ = "potential_duplicates"

    vital_event_id: Mapped[UUID] = mapped_column(ForeignKey("vital_events.id"))
    resembled_id: Mapped[UUID] = mapped_column(ForeignKey("vital_events.id"))
