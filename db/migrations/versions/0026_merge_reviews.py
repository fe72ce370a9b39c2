"""A merge names the review that led to it: who decided it is read from there."""

from alembic import op

revision = "0026_merge_reviews"
down_revision = "0024_unmerging"


def upgrade() -> None:
    """Name the review of each merge; of a pair that was merged more than once it is not known."""
    op.execute(
        """
        alter table merged_pairs add column manual_merge_candidate_id uuid
            constraint merged_pairs_manual_merge_candidate_id_exists
            references manual_merge_candidates
        """
    )
    op.execute("alter table merged_pairs disable trigger user")
    op.execute(
        """
        update merged_pairs pair set manual_merge_candidate_id = review.id
          from manual_merge_candidates review
         where review.merge_candidate_id = pair.merge_candidate_id and review.decision = 'MERGE'
           and not exists (select from manual_merge_candidates other
                            where other.merge_candidate_id = pair.merge_candidate_id
                              and other.decision = 'MERGE' and other.id <> review.id)
        """
    )
    op.execute("alter table merged_pairs enable trigger user")
