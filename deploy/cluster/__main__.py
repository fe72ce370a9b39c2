"""Bring an installation of three machines up on this one, and upgrade it: docs/operations.md.

python -m deploy.cluster FOLDER            bring it up in an empty folder, and keep it running
python -m deploy.cluster upgrade FOLDER TREE    replace its version by that of a checkout
"""

import asyncio
import signal
import sys
from pathlib import Path

from deploy.cluster.control import Report, obeying, order
from deploy.cluster.installation import Installation, running
from deploy.cluster.upgrading import upgrade


async def main(words: list[str]) -> int:
    """Run until SIGTERM or SIGINT, or give an order to the installation that runs."""
    match words:
        case ["upgrade", folder, tree]:
            return await _ordered(folder, "upgrade", _absolute(tree))
        case [folder] if not folder.startswith("-"):
            await _run(Path(_absolute(folder)))
            return 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2


async def _run(folder: Path) -> None:
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    async with running(folder) as installation, obeying(folder, _Orders(installation).obey):
        for url in installation.balancers:
            print(f"serving on {url}", flush=True)
        print(f"the primary is {await installation.leader()}; logs are in {folder}", flush=True)
        for name, program in installation.programs.items():
            print(f"{name:10} {' '.join(map(str, program.pids()[:1]))}", flush=True)
        await over.wait()


class _Orders:
    """What a running installation is asked to do."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    async def obey(self, words: list[str], report: Report) -> None:
        match words:
            case ["upgrade", tree]:
                await upgrade(self._installation, Path(tree), report)
            case _:
                raise RuntimeError("It does nothing of this name.")


async def _ordered(folder: str, *words: str) -> int:
    def say(sentence: str) -> None:
        print(sentence, flush=True)

    return 0 if await order(Path(_absolute(folder)), [*words], say) else 1


def _absolute(path: str) -> str:
    return str(Path(path).absolute())


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
