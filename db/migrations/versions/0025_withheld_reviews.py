"""A review knows from whom it is withheld, apart from those who had a request on it."""

from alembic import op

revision = "0025_withheld_reviews"
down_revision = "0026_merge_reviews"

HAD_A_REQUEST = """
exists (select from merge_requests
         where manual_merge_candidate_id = review.id and assignee_id = member)
"""


def upgrade() -> None:
    """Part those who had a request from the others whom a review was closed to."""
    op.execute(
        "alter table manual_merge_candidates"
        " add column withheld_from uuid[] not null default '{}'::uuid[]"
    )
    # Nobody does this: to whom a review is closed stays the same.
    op.execute("alter table manual_merge_candidates disable trigger user")
    op.execute(
        f"""
        update manual_merge_candidates review
           set closed_to = array(
                   select member from unnest(closed_to) member where {HAD_A_REQUEST} order by 1),
               withheld_from = array(
                   select member from unnest(closed_to) member where not {HAD_A_REQUEST} order by 1)
         where exists (select from unnest(closed_to) member where not {HAD_A_REQUEST})
        """
    )
    op.execute("alter table manual_merge_candidates enable trigger user")
    op.execute("drop index manual_merge_candidates_closed_to_many")
    op.execute(
        "create index manual_merge_candidates_closed_to_many on manual_merge_candidates"
        " ((cardinality(closed_to) + cardinality(withheld_from))) where status = 'NEW'"
        " and (cardinality(closed_to) + cardinality(withheld_from)) >= 5"
    )
