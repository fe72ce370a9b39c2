"""Names and numbers are found by what is left of them when they are folded."""

from alembic import op

revision = "0008_folding"
down_revision = "0007_passwords_and_uses"

# The rule files say what they do, and make the indexes anew when that changes.
FUNCTIONS = (
    ("fold_name(name text)", "text"),
    ("name_words(folded_name text)", "tsvector"),
)
NAME_WORDS = (
    "name_words(fold_name(coalesce(first_name, '') || ' ' || coalesce(last_name, '')"
    " || ' ' || coalesce(second_name, '')))"
)
INDEXES = (
    ("persons_by_name", f"persons using gin ({NAME_WORDS})"),
    (
        "persons_by_tax_id",
        "persons (translate(fold_name(tax_id), ' -', '')) where tax_id is not null",
    ),
    (
        "persons_by_folded_national_id",
        "persons (translate(fold_name(national_id), ' -', '')) where national_id is not null",
    ),
    (
        "person_documents_by_number",
        "person_documents (translate(fold_name(number), ' -', ''))",
    ),
    (
        "person_phones_by_number",
        "person_phones (ltrim(regexp_replace(fold_name(number), '[^0-9]', '', 'g'), '0'))",
    ),
    ("individuals_by_name", f"individuals using gin ({NAME_WORDS})"),
)


def upgrade() -> None:
    """Make the functions, which fold nothing yet, and the indexes of what they return."""
    for function, result in FUNCTIONS:
        op.execute(
            f"create function {function} returns {result} language sql immutable strict"
            f" parallel safe as 'select null::{result}'"
        )
    for name, columns in INDEXES:
        op.execute(f"drop index if exists {name}")
        op.execute(f"create index {name} on {columns}")
