"""The code of the version after this one: a tree beside it, with other tables and rules."""

import shutil
import sys
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from db.versions import HERE
from tests.house.repository import ROOT

MIGRATION = '''
"""Persons have nicknames."""

from alembic import op

revision = "9999_nicknames"
down_revision = "{newest}"
AFTERWARDS = (
    "create index concurrently persons_by_nickname on persons (nickname)",
    "alter table vital_events validate constraint a_place_is_short",
)
{more}

def upgrade() -> None:
    """Add what older servers do not know."""
    op.execute("alter table persons add column nickname text")
    op.execute(
        "alter table vital_events add constraint a_place_is_short"
        " check (length(place) < 100000) not valid"
    )
'''
TRIGGER = """
create or replace function note_next_version() returns trigger language plpgsql as $$
begin
    return new;
end
$$;
create or replace trigger noted_by_the_next_version before insert on vital_events
    for each row execute function note_next_version();
"""


def make(tree: Path, more: str = "") -> Path:
    """Make the next version's tree: a migration, a trigger, and functions with other parameters."""
    tree.mkdir()
    for path in ROOT.iterdir():
        if path.name != "db" and not path.name.startswith("."):
            (tree / path.name).symlink_to(path)
    shutil.copytree(HERE, tree / "db", ignore=shutil.ignore_patterns("__pycache__"))
    config = Config()
    config.set_main_option("script_location", str(HERE / "migrations"))
    newest = ScriptDirectory.from_config(config).get_current_head()
    migration = tree / "db" / "migrations" / "versions" / "9999_nicknames.py"
    migration.write_text(MIGRATION.format(newest=newest, more=more).lstrip())
    rules = tree / "db" / "rules"
    # Every act asks these two, and PostgreSQL gives no function other names of parameters.
    for name in ("access.sql", "who_acts.sql"):
        text = (rules / name).read_text()
        (rules / name).write_text(text.replace("acting_user", "somebody"))
    with (rules / "vital_events.sql").open("a") as events:
        events.write(TRIGGER)
    return tree


if __name__ == "__main__":
    make(Path(sys.argv[1]).absolute())
