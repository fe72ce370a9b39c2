"""What few writes can break is checked by triggers where they do: db/rules/checked_changes.sql."""

from alembic import op

revision = "0032_checked_changes"
down_revision = "0031_keys_of_pairs"

NO_LONGER_CONSTRAINTS = {
    "manual_merge_candidates": (
        "manual_merge_candidate_status_is_known",
        "processed_reason_is_known",
        "decision_of_a_candidate_is_known",
        "decided_band_is_known",
        "a_processed_candidate_says_why",
        "a_decided_candidate_says_how",
    ),
    "merge_requests": ("reasons_of_a_decision_are_known",),
    "vital_events": (
        "a_multiple_birth_counts_its_children",
        "a_partial_event_date_begins_with_the_event_date",
    ),
}


def upgrade() -> None:
    """Leave the constraints; the triggers come with the rules, before anybody is served."""
    for table, constraints in NO_LONGER_CONSTRAINTS.items():
        for constraint in constraints:
            op.drop_constraint(constraint, table)
