"""Bring an installation of three machines up on this one, upgrade it and back it up.

python -m deploy.cluster FOLDER                   bring it up in an empty folder until Ctrl-C
python -m deploy.cluster upgrade FOLDER TREE      replace its version by that of a checkout
python -m deploy.cluster backup FOLDER DIR        copy it to a new folder, and go on archiving
python -m deploy.cluster backup FOLDER DIR --stop     archive the rest, and end
python -m deploy.cluster restore DIR FOLDER       bring a backup up in an empty folder

See docs/operations.md.
"""

import asyncio
import signal
import sys
from pathlib import Path

from deploy.cluster.backing_up import back_up, end_backup
from deploy.cluster.control import Report, obeying, order
from deploy.cluster.installation import Installation, running
from deploy.cluster.upgrading import upgrade
from server.commands import sentence_of
from server.postgres.backups import Backup, BackupUnusable


async def main(words: list[str]) -> int:
    """Run until SIGTERM or SIGINT, or give an order to the installation that runs."""
    match words:
        case ["upgrade", folder, tree]:
            return await _ordered(folder, "upgrade", _absolute(tree))
        case ["backup", folder, directory, *stop] if stop in ([], ["--stop"]):
            return await _ordered(folder, "backup", _absolute(directory), *stop)
        case ["restore", directory, folder]:
            await _run(Path(_absolute(folder)), Path(_absolute(directory)))
            return 0
        case [folder] if not folder.startswith("-"):
            await _run(Path(_absolute(folder)))
            return 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2


async def _run(folder: Path, backup: Path | None = None) -> None:
    if backup is not None:
        Backup(backup).check()
    serving = asyncio.create_task(_serve(folder, backup))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _end, serving)
    await serving


def _end(serving: asyncio.Task[None]) -> None:
    """End, once: who asks again does not keep programs from being ended."""
    if not serving.cancelling():
        serving.cancel()


async def _serve(folder: Path, backup: Path | None) -> None:
    is_up = False
    try:
        async with (
            running(folder, backup=backup) as installation,
            obeying(folder, _Orders(installation).obey),
        ):
            for url in installation.balancers:
                print(f"serving on {url}", flush=True)
            leader = await installation.leader()
            print(f"the primary is {leader}; logs are in {folder}", flush=True)
            for name, program in installation.programs.items():
                print(f"{name:10} {' '.join(map(str, program.pids()[:1]))}", flush=True)
                program.report = _say
            is_up = True
            await asyncio.Event().wait()
    except asyncio.CancelledError:
        if not is_up:
            raise RuntimeError("It was ended before it served.") from None


class _Orders:
    """What a running installation is asked to do."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    async def obey(self, words: list[str], report: Report) -> None:
        match words:
            case ["upgrade", tree]:
                await upgrade(self._installation, Path(tree), report)
            case ["backup", directory]:
                await back_up(self._installation, Path(directory))
                report("The copy is made, and what is written is archived.")
            case ["backup", directory, "--stop"]:
                await end_backup(self._installation, Path(directory))
                report("Everything that was written by now is archived.")
            case _:
                raise RuntimeError("It does nothing of this name.")


async def _ordered(folder: str, *words: str) -> int:
    try:
        return 0 if await order(Path(_absolute(folder)), [*words], _say) else 1
    except asyncio.CancelledError:
        _say("This command ended; what was ordered goes on.")
        raise


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _absolute(path: str) -> str:
    return str(Path(path).absolute())


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(main(sys.argv[1:])))
    except (BackupUnusable, RuntimeError) as failed:
        sys.exit(str(failed))
    except OSError as failed:
        sys.exit(sentence_of(failed))
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
