"""Check constraints name what they allow as one array, which is quicker to read at each write."""

import re

from alembic import op
from sqlalchemy import text

revision = "0029_shorter_checks"
down_revision = "0028_applied_models"

LISTED = """
select conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
  from pg_constraint
 where contype = 'c' and connamespace = 'public'::regnamespace
   and pg_get_constraintdef(oid) like '%ARRAY[%'
 order by 1, 2
"""
ARRAY = re.compile(r"ARRAY\[((?:'\w+'::text(?:, )?)+)\]")


def upgrade() -> None:
    """Write each constraint that lists words anew: it allows what it allowed."""
    for table, name, definition in op.get_bind().execute(text(LISTED)).all():
        shorter = ARRAY.sub(_one_constant, definition)
        op.execute(f"alter table {table} drop constraint {name}, add constraint {name} {shorter}")


def _one_constant(listed: re.Match[str]) -> str:
    return "'{" + ",".join(re.findall(r"'(\w+)'", listed[1])) + "}'::text[]"
