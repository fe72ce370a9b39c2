"""Bring an installation of three machines up on this one: `python -m deploy.cluster FOLDER`."""

import asyncio
import signal
import sys
from pathlib import Path

from deploy.cluster.installation import running


async def main(folder: Path) -> None:
    """Run until SIGTERM or SIGINT."""
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    async with running(folder) as installation:
        for url in installation.balancers:
            print(f"serving on {url}", flush=True)
        print(f"the primary is {await installation.leader()}; logs are in {folder}", flush=True)
        for name, program in installation.programs.items():
            print(f"{name:10} {' '.join(map(str, program.pids()[:1]))}", flush=True)
        await over.wait()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Give an empty folder: python -m deploy.cluster FOLDER")
    asyncio.run(main(Path(sys.argv[1]).absolute()))
