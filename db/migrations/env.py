"""How Alembic runs a migration: on the connection that db.migrating hands it."""

from typing import Any

from alembic import context

from db.schema import metadata


def note(*, step: Any, **_: Any) -> None:
    """Run what comes after a migration, or leave it to who runs it later (rule Z5)."""
    later = context.config.attributes.get("later")
    for statement in getattr(step.up_revision.module, "AFTERWARDS", ()):
        if later is None:
            context.execute(statement.replace(" concurrently ", " ", 1))
        else:
            later.append(statement)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
    on_version_apply=note,  # type: ignore[arg-type]
)
with context.begin_transaction():
    context.run_migrations()
