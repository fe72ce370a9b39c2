"""Letters about an organisation can be switched off."""

from alembic import op

revision = "0067c_letters_are_switched"
down_revision = "0067b_digests"


def upgrade() -> None:
    """Let the feature be LETTERS."""
    op.drop_constraint("feature_is_known", "switches")
    op.create_check_constraint(
        "feature_is_known",
        "switches",
        "feature = any ('{INBOUND,EXPLANATIONS,LETTERS,WEBHOOKS}'::text[])",
    )
