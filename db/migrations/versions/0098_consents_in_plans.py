"""A plan says of whom two consents differ, of which the narrower will stand (rules R12 and W3)."""

from alembic import op

revision = "0098_consents_in_plans"
down_revision = "0100_letters_by_recipient"

CONFLICTS = "'{SAME_PERSON,LIKELY_SAME,ID_ONLY,NAME_ONLY,SETTING,INVITATION,CONSENT}'::text[]"
AFTERWARDS = ("alter table plan_items validate constraint plan_conflicts_are_known",)


def upgrade() -> None:
    """Let an item have the conflict CONSENT."""
    op.drop_constraint("plan_conflicts_are_known", "plan_items")
    op.execute(
        "alter table plan_items add constraint plan_conflicts_are_known"
        f" check (conflicts <@ {CONFLICTS}) not valid"
    )
