"""Upgrades an installation to another version, part by part, while it serves (rule Z5)."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from db.migrating_steps import STOPPED
from deploy.cluster.balancers import drain, takes_requests, undrain
from deploy.cluster.installation import Installation, answers
from deploy.cluster.layout import BACKUP, SERVERS

REPLACED: Final = ("worker1", "bridge1", BACKUP, *SERVERS)
"""In this order, one after the other."""

STOPS: Final = STOPPED.partition("{")[0]
"""How `migrate --check` begins where older servers cannot go on."""


async def upgrade(
    installation: Installation, tree: Path, report: Callable[[str], None] = print
) -> None:
    """Migrate to the version of a checkout, and replace everything of ours by it.

    Raises RuntimeError where a step fails; what was replaced by then stays, and so do the rest.
    """
    if not (tree / "server" / "cli.py").exists():
        raise RuntimeError(f"{tree} holds no version of Selfsame.")
    former, installation.tree = installation.tree, tree
    try:
        planned = (await installation.run("migrate", "--check")).strip()
        report(planned)
        if planned.splitlines()[-1].startswith(STOPS):
            raise RuntimeError("This is no upgrade while it serves: see docs/upgrading.md.")
        await installation.migrate()
    except RuntimeError:
        installation.tree = former
        raise
    report("The database is migrated.")
    for name in (it for it in REPLACED if it in installation.programs):
        await (replace_server if name in SERVERS else _replace)(installation, name)
        report(f"{name} is replaced.")


async def _replace(installation: Installation, name: str) -> None:
    await installation.programs[name].replace(installation.tree)


async def replace_server(installation: Installation, name: str) -> None:
    """Replace a server that the balancers leave alone meanwhile; return when they use it again."""
    balancers = installation.admins
    try:
        await drain(balancers, name)
        await _replace(installation, name)
        ready = partial(answers, f"{installation.server_of(name)}/readyz")
        await installation.until(ready, f"{name} that is ready")
    finally:
        # One that is not ready they leave alone by themselves.
        await undrain(balancers, name)
    await installation.until(partial(takes_requests, balancers, name), f"{name} behind HAProxy")
