"""What a peer is: how it is installed and started, its operations, and which rows they write.

A peer is a process of its own in the folder `bench/peers/<name>/`, whose `__init__.py` names one or
more of them in `PEERS: tuple[Peer, ...]`. The folder is copied to `.bench/<name>-<hash of the lock
file>/`, where its dependencies are installed once, and the peer is started there with:

    BENCH_DATABASE_URL   postgresql://…, under the role selfsame_app
    BENCH_POOL           how many connections it holds, for everybody the same
    BENCH_KEYS           the path of a JSON file: the JWK set that tokens are signed by (ES256)
    BENCH_ISSUER         the `iss` that tokens must have
    BENCH_AUDIENCE       the `aud` that tokens must have

It listens on a free port of 127.0.0.1 with one process, prints one line
`listening on http://127.0.0.1:PORT`, serves `POST /graphql`, and ends on SIGTERM.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import asyncpg

Content: TypeAlias = Any
"""What a response says, without its shape: see `bench.workloads` for each workload's."""


@dataclass(frozen=True, slots=True)
class Operation:
    """The GraphQL operation by which a contestant does a workload.

    `variables` takes a request's subject (`bench.workloads`) and returns its variables. `content`
    takes the response's `data`. `writes` names tables, and how many rows each response leaves in
    them; left out, they are those that Selfsame writes.
    """

    document: str
    variables: Callable[[Any], dict[str, Any]]
    content: Callable[[Any], Content]
    writes: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Npm:
    """Installed by `npm ci` from `package-lock.json`; `node` is the environment's own."""

    lock: str = "package-lock.json"


@dataclass(frozen=True, slots=True)
class Venv:
    """Installed from a hashed lock file into an environment of its own, whose `python` it is.

    `version` names the Python that it needs where the project's own will not do, e.g. "3.13";
    `platform` is the one that its packages are chosen for, as uv names it.
    """

    lock: str = "requirements.lock"
    version: str | None = None
    platform: str | None = None


@dataclass(frozen=True, slots=True)
class Ours:
    """Run by the project's own environment, from the project's folder; nothing is installed."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A server to be compared with.

    `command` begins with `node` or `python`, and runs in the folder where it is installed.
    `prepare` runs once as the owner of the tables, after they are filled: it may make schemas,
    tables and functions of its own and grant them to selfsame_app, and leaves ours as they are.
    """

    name: str
    title: str
    folder: Path
    installing: Npm | Venv | Ours
    command: tuple[str, ...]
    operations: Mapping[str, Operation]
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[asyncpg.Connection], Awaitable[None]] | None = None
