"""Which columns a declaration fills, each with its type in SQL, as its JSON is read."""

from collections.abc import Mapping

RECORD_COLUMNS = {
    "event_date": "date",
    "partial_event_date": "text",
    "place": "text",
    "cause_of_death": "text",
    "late_registration_reason": "text",
    "informant_relationship": "text",
    "informant_email": "text",
    "informant_phone_number": "text",
    "principal_first_name": "text",
    "principal_last_name": "text",
    "subject_first_name": "text",
    "subject_last_name": "text",
    "multiple_birth_of": "integer",
    "multiple_birth_order": "integer",
}
"""What a record's own row keeps of a declaration."""

PEOPLE_COLUMNS = {
    "role": "text",
    "position": "integer",
    "first_name": "text",
    "second_name": "text",
    "last_name": "text",
    "birth_date": "date",
    "partial_birth_date": "text",
    "gender": "text",
    "national_id": "text",
}
"""What the row of each individual keeps."""


def names_of(columns: Mapping[str, str], table: str = "") -> str:
    """List the columns, qualified by a table where one is named."""
    return ", ".join(f"{table}.{name}" if table else name for name in columns)


def types_of(columns: Mapping[str, str]) -> str:
    """List the columns with their types."""
    return ", ".join(f"{name} {sql_type}" for name, sql_type in columns.items())
