"""Users are found by the words of their names (rule E3)."""

revision = "0079_users_by_name"
down_revision = "0082b_signed_in_leaders"

INDEX = (
    "create index concurrently users_by_name on users using gin"
    " (name_words(fold_name(username || ' ' || display_name)))"
)
AFTERWARDS = (INDEX,)


def upgrade() -> None:
    """Change nothing that a server waits for: the index is made afterwards."""
