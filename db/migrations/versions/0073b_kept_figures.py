"""What figures counted of persons who were anonymised stays counted, without them (rule T3)."""

from alembic import op

revision = "0073b_kept_figures"
down_revision = "0073a_involvements"


def upgrade() -> None:
    """Make the table. Of whoever was anonymised before nothing is known that could be counted."""
    op.execute(
        """
        create table kept_figures (
            organisation_id uuid not null
                constraint kept_figures_organisation_id_exists references organisations,
            kind text not null,
            label text not null,
            month date not null,
            count integer not null,
            constraint kept_figures_key primary key (organisation_id, kind, label, month)
        )
        """
    )
