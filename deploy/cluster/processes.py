"""The processes of a machine: started again when they die, killed, stopped where they stand."""

import asyncio
import os
import pwd
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal, TypeAlias

from deploy.cluster import watching
from server.postgres.backups import END_WITH_PARENT

RESTART_SECONDS: Final = 1.0
"""As `RestartSec` of the units of systemd."""

STOP_SECONDS: Final = 40.0
"""As their `TimeoutStopSec`."""

Part: TypeAlias = Literal["all", "patroni", "postgres"]
"""Which processes of a server of PostgreSQL are meant."""


def as_ordinary_user(command: Sequence[str]) -> list[str]:
    """Return a command that is not root's, which PostgreSQL refuses; it reads what root reads."""
    if os.geteuid() != 0:
        return [*command]
    nobody = pwd.getpwnam("nobody")
    own = (f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups")
    rights = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    return ["setpriv", *own, *rights, "--", *command]


def ending_with_us(command: Sequence[str]) -> list[str]:
    """Return a command that is asked to end when we are gone, by a kill too."""
    program = shutil.which(command[0]) or command[0]
    ours = (sys.executable, "-c", END_WITH_PARENT, str(os.getpid()))
    return [*ours, program, *command[1:]]


def watched(command: Sequence[str], data: Path) -> list[str]:
    """Return a command that ends with us, by a kill too, and the PostgreSQL of a folder with it."""
    program = shutil.which(command[0]) or command[0]
    return [sys.executable, watching.__file__, str(os.getpid()), str(data), program, *command[1:]]


def children_of(pid: int) -> Iterator[int]:
    """Yield all processes below one."""
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for word in (task / "children").read_text().split():
                yield int(word)
                yield from children_of(int(word))


def python_of(tree: Path) -> Path:
    """Return the Python of a checkout; ours for one that has none of its own."""
    own = tree / ".venv" / "bin" / "python"
    return own if own.exists() else Path(sys.executable)


class Program:
    """One line of the Procfile; as long as it is wanted, it is started again whenever it dies."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: dict[str, str],
        folder: Path,
        *,
        is_ordinary: bool = False,
    ) -> None:
        self.name = name
        self._command = [*command]
        self._running = self._command
        self._folder: Path | None = None
        self._environment = environment
        self._is_ordinary = is_ordinary
        self.log = folder / f"{name}.log"
        self._postmaster = folder / name / "postmaster.pid"
        self._keeping: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._frozen: list[int] = []
        self.report: Callable[[str], None] | None = None
        """Is given a line with the new process id, each time that it is started again."""

    def start(self) -> None:
        """Start it, and go on doing so."""
        self._keeping = asyncio.create_task(self._keep())

    async def replace(self, tree: Path) -> None:
        """Stop it, and start the version of Selfsame that stands in another checkout."""
        await self.stop()
        self.use(tree)
        self.start()

    def use(self, tree: Path) -> None:
        """Take the version of Selfsame that stands in another checkout from the next start on."""
        self._running = [str(python_of(tree)), "-m", "server.cli", *self._command[1:]]
        self._folder = tree

    async def kill(self, part: Part = "all", *, is_wanted: bool = True) -> None:
        """Kill it and all below it; where it is not wanted it stays away until it is started."""
        if not is_wanted:
            await self._leave()
        self._signal(signal.SIGKILL, part)

    def freeze(self, part: Part = "all") -> None:
        """Stop all its processes where they stand; those too that come while this is done."""
        for _ in range(2):
            self._frozen += self._signal(signal.SIGSTOP, part)

    def thaw(self) -> None:
        """Let those go on that were stopped."""
        for pid in self._frozen:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        self._frozen.clear()

    async def stop(self) -> None:
        """Ask it to end, as systemd does: after a while it is killed."""
        await self._leave()
        self.thaw()
        running = self._process
        if running is not None and running.returncode is None:
            running.terminate()
            with suppress(TimeoutError):
                async with asyncio.timeout(STOP_SECONDS):
                    await running.wait()
        self._signal(signal.SIGKILL)
        if running is not None:
            await running.wait()

    @property
    def has_failed(self) -> bool:
        """Whether it ended with an error the last time."""
        return self._process is not None and bool(self._process.returncode)

    def pids(self, part: Part = "all") -> list[int]:
        """Return its processes; PostgreSQL, which has left Patroni's, is found by its file."""
        roots = []
        running = self._process
        if part != "postgres" and running is not None and running.returncode is None:
            roots.append(running.pid)
        if part != "patroni":
            with suppress(OSError, ValueError, IndexError):
                roots.append(int(self._postmaster.read_text().splitlines()[0]))
        return [pid for root in roots for pid in (root, *children_of(root))]

    def _signal(self, number: signal.Signals, part: Part = "all") -> list[int]:
        reached = []
        for pid in self.pids(part):
            with suppress(ProcessLookupError):
                os.kill(pid, number)
                reached.append(pid)
        return reached

    def _command_now(self) -> list[str]:
        if self._is_ordinary:
            return as_ordinary_user(watched(self._running, self._postmaster.parent))
        return ending_with_us(self._running)

    async def _leave(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
            self._keeping = None

    async def _keep(self) -> None:
        while True:
            command = self._command_now()
            with self.log.open("ab") as log:
                self._process = await asyncio.create_subprocess_exec(
                    *command,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env=self._environment,
                    cwd=self._folder,
                    start_new_session=True,
                )
            if self.report is not None:
                self.report(f"{self.name:10} {self._process.pid}")
            await self._process.wait()
            await asyncio.sleep(RESTART_SECONDS)
