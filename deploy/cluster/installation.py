"""An installation of three machines on one: ports, configurations, how it is brought up."""

import asyncio
import os
import secrets
import shutil
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from string import Template
from typing import Any, Final
from urllib.error import URLError
from urllib.request import Request, urlopen

import asyncpg
import yaml

from deploy.cluster.processes import Program, as_ordinary_user
from server.postgres.embedded_binaries import account_of, installation

ROOT: Final = Path(__file__).parents[2]
DEPLOY: Final = ROOT / "deploy"
PROGRAMS: Final = ROOT / ".cluster" / "bin"
DATABASES: Final = ("db1", "db2", "db3")
SERVERS: Final = ("api1", "api2")
BALANCERS: Final = ("balancer1", "balancer2")
START_SECONDS: Final = 120.0
"""How long a start may take: only what hangs takes longer, on a busy machine too."""

# A machine that loses its power then loses what was acknowledged.
SMALL: Final = {"fsync": "off", "max_wal_size": "256MB"}

FOLLOWING: Final = """
select array_agg(sync_state) from pg_stat_replication where state = 'streaming'
"""


class Installation:
    """Etcd, PostgreSQL, NATS, servers, worker, bridge and balancers, all of them on loopback."""

    def __init__(self, folder: Path, *, is_small: bool = False) -> None:
        self.folder = folder
        self.programs: dict[str, Program] = {}
        self._is_small = is_small
        self._ports = {name: _free_port() for name in _names_of_ports()}
        self._owner, self._app, self._replicator, self._rest = (
            secrets.token_urlsafe(24) for _ in range(4)
        )

    @property
    def owner_url(self) -> str:
        """The address of the owner, which names all three servers."""
        return self._address("selfsame_owner", self._owner)

    @property
    def app_url(self) -> str:
        """The address that servers and workers have."""
        return self._address("selfsame_app", self._app)

    @property
    def nats_url(self) -> str:
        """The address of NATS."""
        return f"nats://127.0.0.1:{self._ports['nats1']}"

    @property
    def balancers(self) -> tuple[str, ...]:
        """The addresses of both balancers; on machines one of them would take over the other's."""
        return tuple(f"http://127.0.0.1:{self._ports[it]}" for it in BALANCERS)

    async def leader(self) -> str | None:
        """Return which server of PostgreSQL is the primary, or none."""
        asked = await asyncio.gather(*(self._rest_status(name, "leader") for name in DATABASES))
        return next((name for name, ok in zip(DATABASES, asked, strict=True) if ok), None)

    async def until_replicated(self) -> None:
        """Return when both standbys follow the primary, and commits wait for one of them."""
        await self._until(self._is_replicated, "standbys that follow")

    async def start(self) -> None:
        """Bring everything up; return when both balancers say that it is ready."""
        self._prepare()
        self._start("etcd1", "etcd2", "etcd3", "nats1", *DATABASES)
        await self._until(self.leader, "a primary")
        await self.until_replicated()
        owner = await asyncpg.connect(self._place_of(await self.leader() or "", "postgres"))
        if not await owner.fetchval("select from pg_database where datname = 'selfsame'"):
            with suppress(asyncpg.DuplicateDatabaseError):
                await owner.execute("create database selfsame")
        await owner.close()
        await self.migrate()
        self._start("api1", *BALANCERS)
        await self.until_ready()
        # The first server made the keys that all of them have.
        self._start("api2", "worker1", "bridge1")

    async def until_ready(self) -> None:
        """Return when both balancers have a server that is ready."""

        async def are_ready() -> bool:
            asked = (_answers(f"{url}/readyz") for url in self.balancers)
            return all(await asyncio.gather(*asked))

        await self._until(are_ready, "a server that is ready")

    async def migrate(self, folder: Path | None = None) -> None:
        """Bring the database to this version, or to that of another folder."""
        running = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "server.cli", "migrate"),
            env={**_bare_environment(), **self._environment_of("migrate")},
            cwd=folder or ROOT,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        _, err = await running.communicate()
        if running.returncode:
            raise RuntimeError(f"migrate: {err.decode()}")

    async def end(self) -> None:
        """End everything, in the order in which each has what it needs to end."""
        for names in (
            ("bridge1", "worker1", *BALANCERS, *SERVERS),
            DATABASES,
            ("nats1", "etcd1", "etcd2", "etcd3"),
        ):
            running = [self.programs[name] for name in names if name in self.programs]
            if self._is_small and names == DATABASES:
                await asyncio.gather(*(it.kill(is_wanted=False) for it in running))
            await asyncio.gather(*(it.stop() for it in running))

    def lines(self) -> dict[str, str]:
        """Return the lines of the Procfile by name, with ports and folders in them."""
        values = {name.upper(): str(port) for name, port in self._ports.items()}
        peers = (f"etcd{n}=http://127.0.0.1:{self._ports[f'etcd{n}_peer']}" for n in (1, 2, 3))
        values |= {
            "DIR": str(self.folder),
            "CLUSTER": str(PROGRAMS),
            "BIN": str(Path(sys.executable).parent),
            "ETCD_PEERS": ",".join(peers),
        }
        text = (DEPLOY / "cluster" / "Procfile").read_text()
        pairs = (it.split(": ", 1) for it in text.splitlines() if not it.startswith("#"))
        return {name: Template(command).substitute(values) for name, command in pairs}

    def _start(self, *names: str) -> None:
        lines = self.lines()
        for name in names:
            command = lines[name].split()
            if name in DATABASES:
                command = as_ordinary_user(command)
            environment = {**_bare_environment(), **self._environment_of(name)}
            program = Program(name, command, environment, self.folder)
            self.programs[name] = program
            program.start()

    def _environment_of(self, name: str) -> dict[str, str]:
        if name in DATABASES:
            return self._environment_of_patroni(name)
        own = {
            "SELFSAME_DATA_DIR": str(self.folder / "data"),
            "SELFSAME_DATABASE_URL": self.app_url,
            "SELFSAME_PUBLIC_URL": self.balancers[0],
            "SELFSAME_TRUSTED_PROXIES": "127.0.0.1/32",
            "SELFSAME_DETECTION": "off",
        }
        if name in {"bridge1", "migrate"}:
            own |= {"SELFSAME_MIGRATE_URL": self.owner_url, "SELFSAME_NATS_URL": self.nats_url}
        return own

    def _environment_of_patroni(self, name: str) -> dict[str, str]:
        port, rest = self._ports[name], self._ports[f"{name}_rest"]
        etcd = ",".join(f"127.0.0.1:{self._ports[it]}" for it in ("etcd1", "etcd2", "etcd3"))
        return {
            "PATRONI_NAME": name,
            "PATRONI_ETCD3_HOSTS": etcd,
            "PATRONI_RESTAPI_LISTEN": f"127.0.0.1:{rest}",
            "PATRONI_RESTAPI_CONNECT_ADDRESS": f"127.0.0.1:{rest}",
            "PATRONI_RESTAPI_USERNAME": "patroni",
            "PATRONI_RESTAPI_PASSWORD": self._rest,
            "PATRONI_POSTGRESQL_LISTEN": f"127.0.0.1:{port}",
            "PATRONI_POSTGRESQL_CONNECT_ADDRESS": f"127.0.0.1:{port}",
            "PATRONI_POSTGRESQL_DATA_DIR": str(self.folder / name),
            "PATRONI_POSTGRESQL_BIN_DIR": str(installation() / "bin"),
            "PATRONI_POSTGRESQL_PGPASS": str(self.folder / f"{name}.home" / "pgpass"),
            "PATRONI_SUPERUSER_USERNAME": "selfsame_owner",
            "PATRONI_SUPERUSER_PASSWORD": self._owner,
            "PATRONI_REPLICATION_USERNAME": "replicator",
            "PATRONI_REPLICATION_PASSWORD": self._replicator,
            "HOME": str(self.folder / f"{name}.home"),
        }

    def _prepare(self) -> None:
        """Write the configurations: those that ship, with the addresses of this machine."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in DATABASES:
            home = self.folder / f"{name}.home"
            for path in (home, self.folder / name):
                path.mkdir(mode=0o700)
                account = account_of(path / "none")
                if account is not None:
                    os.chown(path, account.user, account.group)
        patroni: dict[str, Any] = yaml.safe_load((DEPLOY / "patroni" / "patroni.yml").read_text())
        if self._is_small:
            patroni["postgresql"]["parameters"] |= SMALL
            patroni["bootstrap"]["initdb"].append("no-sync")
        (self.folder / "patroni.yml").write_text(yaml.safe_dump(patroni, sort_keys=False))
        text = (DEPLOY / "haproxy" / "haproxy.cfg").read_text()
        text = text.replace("maxconn 20000", "maxconn 500")  # two file descriptors each
        for server in SERVERS:
            text = text.replace(f"{server}:8000", f"127.0.0.1:{self._ports[server]}")
        for balancer in BALANCERS:
            bound = text.replace("bind :8080", f"bind 127.0.0.1:{self._ports[balancer]}")
            (self.folder / f"{balancer}.cfg").write_text(bound)

    async def _is_replicated(self) -> bool:
        leader = await self.leader()
        if leader is None:
            return False
        with suppress(OSError, asyncpg.PostgresError):
            owner = await asyncpg.connect(self._place_of(leader, "postgres"), timeout=5)
            try:
                found = await owner.fetchval(FOLLOWING) or []
            finally:
                await owner.close()
            return found.count("quorum") == len(DATABASES) - 1
        return False

    async def _rest_status(self, name: str, path: str) -> bool:
        return await _answers(f"http://127.0.0.1:{self._ports[f'{name}_rest']}/{path}")

    async def _until(self, asked: Any, what: str) -> None:
        try:
            async with asyncio.timeout(START_SECONDS):
                while not await asked():
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise RuntimeError(f"There was no {what}: see {self.folder}/*.log") from None

    def _address(self, role: str, password: str) -> str:
        places = ",".join(f"127.0.0.1:{self._ports[name]}" for name in DATABASES)
        return f"postgresql://{role}:{password}@{places}/selfsame"

    def _place_of(self, name: str, database: str) -> str:
        place = f"127.0.0.1:{self._ports[name]}/{database}"
        return f"postgresql://selfsame_owner:{self._owner}@{place}"


@asynccontextmanager
async def running(folder: Path, *, is_small: bool = False) -> AsyncIterator[Installation]:
    """Bring an installation up, and end it."""
    if not PROGRAMS.exists() or shutil.which("haproxy") is None:
        raise RuntimeError("Patroni, etcd or HAProxy is missing: make cluster, and install haproxy")
    made = Installation(folder, is_small=is_small)
    try:
        await made.start()
        yield made
    finally:
        await made.end()


def _names_of_ports() -> tuple[str, ...]:
    etcd = [f"etcd{n}{end}" for n in (1, 2, 3) for end in ("", "_peer")]
    databases = [f"{name}{end}" for name in DATABASES for end in ("", "_rest")]
    return (*etcd, *databases, *SERVERS, *BALANCERS, "nats1")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def _bare_environment() -> Mapping[str, str]:
    """Return what of our environment is passed on: nothing that would change the programs."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8"}


async def _answers(url: str) -> bool:
    def ask() -> bool:
        try:
            with urlopen(Request(url), timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    return await asyncio.to_thread(ask)
