"""Let Patroni promote a standby only when the former primary can acknowledge nothing any more.

A primary whose Patroni hangs goes on, and its commits count as long as enough standbys follow it.
Who is to be promoted holds the lead already, so the others follow it as soon as they see that; this
waits until as many of them do as Patroni wanted votes. Those that are left are too few for a
commit of the former primary, and who follows has nothing that this one lacks.

Patroni runs it as `pre_promote`, with its own Python: python3 before_promotion.py patroni.yml
"""

import os
import signal
import sys
import time
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Any, Final

WAIT_SECONDS: Final = 15.0
"""How long others may take, which look at least every `loop_wait`; then it is not promoted."""

DEADLINE_SECONDS: Final = 30.0
"""A database or a store that hangs keeps nobody waiting longer: Patroni itself sets no limit."""

FOLLOWERS: Final = "select application_name from pg_stat_replication where state = 'streaming'"


def missing(name: str, former: str | None, voters: Collection[str], quorum: int) -> int:
    """Return how many others of those that the former primary waits for have to follow this one.

    All but `quorum` of the voters have each commit; who is none of them needs one more, as in
    Patroni's own vote. Nobody has to where there was no other primary.
    """
    if former in {None, name} or not voters:
        return 0
    return quorum + (name not in voters)


def main(path: str) -> int:
    """Return 0 once this server may be promoted, and 1 where that does not come about.

    At the deadline the process ends by SIGALRM, which is no promotion either.
    """
    signal.setitimer(signal.ITIMER_REAL, DEADLINE_SECONDS)
    # Patroni has these, and nothing else of ours does.
    from patroni import psycopg
    from patroni.config import Config
    from patroni.dcs import get_dcs

    os.environ |= _patronis() | os.environ
    config: dict[str, Any] = {**Config(path).copy(), "patronictl": True}
    sync = get_dcs(config).get_cluster().sync
    wanted = missing(config["name"], sync.leader, sync.voters, sync.quorum)
    if not wanted:
        return 0
    others = {it.lower() for it in sync.voters} - {config["name"].lower()}
    host, _, port = config["postgresql"]["connect_address"].rpartition(":")
    own = config["postgresql"]["authentication"]["superuser"]
    given = {"user": own["username"], "password": own["password"], "dbname": "postgres"}
    following: set[str] = set()
    with closing(psycopg.connect(host=host, port=port, **given)) as server:
        server.autocommit = True
        with closing(server.cursor()) as cursor:
            until = time.monotonic() + WAIT_SECONDS
            while time.monotonic() < until:
                cursor.execute(FOLLOWERS)
                following = {str(it).lower() for (it,) in cursor.fetchall()} & others
                if len(following) >= wanted:
                    return 0
                time.sleep(0.05)
    print(
        f"Not promoted: {wanted} of {', '.join(sorted(others))} had to follow, but"
        f" {', '.join(sorted(following)) or 'nobody'} did.",
        file=sys.stderr,
    )
    return 1


def _patronis() -> dict[str, str]:
    """Return what Patroni was started with: it takes its variables out of what it passes on."""
    words = os.fsdecode(Path(f"/proc/{os.getppid()}/environ").read_bytes()).split("\0")
    pairs = (it.partition("=") for it in words if it.startswith("PATRONI_"))
    return {name: value for name, _, value in pairs}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
