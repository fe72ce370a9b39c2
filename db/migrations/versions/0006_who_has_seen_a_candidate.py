"""A candidate names the reviewers who have seen it, and an index keeps those alike together."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# The trail has told these requests already: nothing is said anew, so nobody is asked who says it,
# and the rows keep the time of their last change.
SEEN = """
alter table manual_merge_candidates disable trigger user;
update manual_merge_candidates candidate
   set seen_by = reviewers
  from (select manual_merge_candidate_id, array_agg(assignee_id order by assignee_id) as reviewers
          from merge_requests group by manual_merge_candidate_id) seen
 where seen.manual_merge_candidate_id = candidate.id;
alter table manual_merge_candidates enable trigger user
"""


def upgrade() -> None:
    op.add_column(
        "manual_merge_candidates",
        sa.Column(
            "seen_by",
            postgresql.ARRAY(sa.Uuid()),
            server_default=sa.text("'{}'::uuid[]"),
            nullable=False,
        ),
    )
    for statement in SEEN.split(";"):
        op.execute(statement)
    op.create_index(
        "free_manual_merge_candidates_seen_alike",
        "manual_merge_candidates",
        [sa.text("requests_count desc"), sa.text("(seen_by[1:50]) desc"), "inserted_at", "id"],
        postgresql_where=sa.text("status = 'NEW' and assignee_id is null"),
    )
