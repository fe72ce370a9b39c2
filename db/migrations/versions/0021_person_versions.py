"""Persons count their versions and keep them; it is known who edited a person and who is one."""

from alembic import op

revision = "0021_person_versions"
down_revision = "0020_uncertified_records"


def upgrade() -> None:
    """Let every person be version 1: what they were before is not known any more."""
    op.execute("alter table persons add column version integer not null default 1")
    op.execute(
        """
        create table person_versions (
            person_id uuid not null
                constraint person_versions_person_id_exists references persons,
            version integer not null,
            record jsonb not null,
            changed text[] not null,
            action text not null,
            actor_id uuid,
            client_id uuid,
            correlation_id uuid not null,
            inserted_at timestamptz not null default now(),
            transaction_id bigint not null,
            constraint person_versions_key primary key (person_id, version)
        )
        """
    )
    op.execute(
        """
        create table person_editors (
            person_id uuid not null
                constraint person_editors_person_id_exists references persons,
            user_id uuid not null
                constraint person_editors_user_id_exists references users,
            first_at timestamptz not null default now(),
            constraint person_editors_key primary key (person_id, user_id)
        )
        """
    )
    op.execute("create index person_editors_by_user on person_editors (user_id)")
    op.execute(
        "alter table users add column person_id uuid"
        " constraint users_person_id_exists references persons"
    )
    op.execute(
        "create unique index one_user_per_person on users (person_id) where person_id is not null"
    )
    op.drop_constraint("role_is_known", "role_grants")
    op.create_check_constraint(
        "role_is_known",
        "role_grants",
        "role in ('NHS_REVIEWER', 'SENIOR_REVIEWER', 'REGISTRAR', 'ADMIN')",
    )
