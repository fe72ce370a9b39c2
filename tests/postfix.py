"""Debian's Postfix with a configuration and a spool of its own, as a relay that bounces mail."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port

PROGRAM = shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
TIMEOUT_SECONDS = 60
MAIN = """
compatibility_level = 3.6
queue_directory = {spool}
data_directory = {data}
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
meta_directory = /etc/postfix
mail_owner = postfix
setgid_group = postdrop
myhostname = relay.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
relayhost = [127.0.0.1]:{next_port}
smtp_dns_support_level = disabled
smtp_host_lookup = native
transport_maps = inline:{{ {{ {bounce_domain} = selfsame: }} }}
selfsame_destination_recipient_limit = 1
maillog_file = /dev/stdout
smtputf8_enable = no
alias_maps =
alias_database =
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
selfsame unix - n n - 1 pipe
  flags=DORX user=nobody argv=/bin/sh {keep}
"""
KEEP = """
umask 0
cat > {kept}/$$.part && mv {kept}/$$.part {kept}/$$.eml
"""


@dataclass(frozen=True, slots=True)
class Postfix:
    """A relay that listens, and where it puts what comes back."""

    port: int
    kept: Path

    async def came_back(self) -> bytes:
        """Return the report that came back, as the program in `master.cf` is given it."""
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while not (found := list(self.kept.glob("*.eml"))):
                await asyncio.sleep(0.02)
        return found[0].read_bytes()


def as_root(*command: str) -> Sequence[str]:
    """Return how a command is run as root, as which Postfix starts."""
    return command if os.getuid() == 0 else ("sudo", "--non-interactive", *command)


@asynccontextmanager
async def relaying(next_port: int, bounce_domain: str) -> AsyncIterator[Postfix]:
    """Let a relay give what it takes to another server, and what comes back to a program."""
    assert PROGRAM is not None
    port = free_port()
    directory = _configured(port, next_port, bounce_domain)
    configuration = str(directory / "configuration")
    try:
        postfix = await asyncio.create_subprocess_exec(
            *as_root(PROGRAM, "-c", configuration, "start-fg"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
        lines: list[bytes] = []
        reading = asyncio.create_task(_read(postfix.stdout, lines))
        try:
            await _until_it_listens(port, postfix, lines)
            yield Postfix(port, directory / "kept")
        finally:
            _run(PROGRAM, "-c", configuration, "stop")
            await postfix.wait()
            await reading
            print(b"".join(lines).decode(errors="replace"))
    finally:
        _run("rm", "--recursive", "--force", str(directory))


def _configured(port: int, next_port: int, bounce_domain: str) -> Path:
    """Write a configuration beside an empty spool, and return where."""
    directory = Path(tempfile.mkdtemp(prefix="selfsame-postfix-"))
    parts = [directory / it for it in ("kept", "configuration", "spool", "data")]
    kept, configuration, spool, data = parts
    for part in parts:
        part.mkdir()
    directory.chmod(0o755)
    kept.chmod(0o777)
    keep = directory / "keep.sh"
    keep.write_text(KEEP.format(kept=kept))
    written = MAIN.format(spool=spool, data=data, next_port=next_port, bounce_domain=bounce_domain)
    (configuration / "main.cf").write_text(written)
    (configuration / "master.cf").write_text(MASTER.format(port=port, keep=keep))
    _run("chown", "--recursive", "root", str(configuration), str(spool))
    _run("chown", "postfix", str(data))
    return directory


def _run(*command: str) -> None:
    subprocess.run(as_root(*command), check=True, capture_output=True)


async def _read(stream: asyncio.StreamReader | None, lines: list[bytes]) -> None:
    assert stream is not None
    while line := await stream.readline():
        lines.append(line)


async def _until_it_listens(
    port: int, postfix: asyncio.subprocess.Process, lines: Sequence[bytes]
) -> None:
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while True:
            assert postfix.returncode is None, b"".join(lines).decode(errors="replace")
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return
