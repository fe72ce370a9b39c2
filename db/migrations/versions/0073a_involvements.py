"""What a source knows of events is counted, without whoever took part and is no member (S10)."""

from alembic import op

revision = "0073a_involvements"
down_revision = "0073_source_profiles"


def upgrade() -> None:
    """Make the table."""
    op.execute(
        """
        create table involvements (
            id uuid not null default uuidv7() constraint involvements_key primary key,
            organisation_id uuid not null
                constraint involvements_organisation_id_exists references organisations,
            source_link_id uuid not null
                constraint involvements_source_link_id_exists references source_links,
            kind text not null,
            happened_on date not null,
            person_id uuid constraint involvements_person_id_exists references persons
        )
        """
    )
    op.execute(
        "create index involvements_by_organisation on involvements (organisation_id, happened_on)"
    )
    op.execute("create index involvements_by_link on involvements (source_link_id)")
    op.execute(
        "create index involvements_by_person on involvements (person_id)"
        " where person_id is not null"
    )
