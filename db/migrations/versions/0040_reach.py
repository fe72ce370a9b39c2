"""Who is in reach of whom, and where a record was declared."""

from alembic import op

revision = "0040_reach"
down_revision = "0039_consents"


def upgrade() -> None:
    """Make the table and the column."""
    op.execute(
        """
        create table person_reach (
            organisation_id uuid
                constraint person_reach_organisation_id_exists
                references organisations on delete cascade,
            person_id uuid
                constraint person_reach_person_id_exists references persons on delete cascade,
            reasons integer not null,
            constraint person_reach_key primary key (organisation_id, person_id),
            constraint reach_has_a_reason check (reasons > 0)
        )
        """
    )
    op.execute("create index person_reach_by_person on person_reach (person_id)")
    op.execute(
        "alter table vital_events add column organisation_id uuid"
        " constraint vital_events_organisation_id_exists references organisations"
    )
    op.execute(
        "create index vital_events_by_organisation"
        " on vital_events (organisation_id, inserted_at, id)"
        " where organisation_id is not null"
    )
    # Consents and memberships stand already; the rules keep what comes after them.
    op.execute(
        """
        insert into person_reach (organisation_id, person_id, reasons)
        select ancestor_id, person_id, count(*)
          from (select organisation_id, person_id from consents
                 where status = 'ACCEPTED' and 'VIEW' = any (permissions)
                   and exists (select from users where users.person_id = consents.person_id)
                union
                select organisation_id, person_id from memberships
                 where ended_on is null
                   and not exists (select from users
                                    where users.person_id = memberships.person_id)) as opened
          join organisation_paths using (organisation_id)
         group by ancestor_id, person_id
        """
    )
