"""Where everything of an installation is on one machine: ports, addresses, configurations."""

import os
import secrets
import shlex
import shutil
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from string import Template
from typing import Any, Final

import yaml

from server.postgres.embedded_binaries import account_of, installation

ROOT: Final = Path(__file__).parents[2]
DEPLOY: Final = ROOT / "deploy"
PATRONI: Final = DEPLOY / "patroni"
PROGRAMS: Final = ROOT / ".cluster" / "bin"
ETCD: Final = ("etcd1", "etcd2", "etcd3")
DATABASES: Final = ("db1", "db2", "db3")
SERVERS: Final = ("api1", "api2")
BALANCERS: Final = ("balancer1", "balancer2")
BACKUP: Final = "backup1"
OWNERS: Final = frozenset({"bridge1", "migrate", BACKUP})
"""Who works under the owner of the database."""

BACKUP_FOLDER: Final = "/backup/selfsame"
"""Where patroni.yml has a backup that a cluster is made from."""

PORTS: Final = range(10_000, 32_768)
"""Below those that Linux gives to connections (`net.ipv4.ip_local_port_range`)."""

TAKEN: Final = "taken"
"""A file by which of several that begin at once one has the folder."""

_chosen: set[int] = set()

LONGEST_FOLDER: Final = 80
"""The kernel takes 107 characters as the name of a socket, and HAProxy adds to it."""

# A machine that loses its power then loses what was acknowledged.
SMALL: Final = {"fsync": "off", "max_wal_size": "256MB", "wal_keep_size": "1GB"}


class Layout:
    """The ports, passwords and files of one installation, all of it on loopback."""

    def __init__(self, folder: Path, *, is_small: bool = False) -> None:
        """Choose ports that are free, and passwords."""
        self.folder = folder
        self.settings: dict[str, str] = {}
        """Settings of ours beside those that the installation needs."""

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

    def environment_of(self, name: str) -> dict[str, str]:
        """Return the environment of a program, or of a command of ours."""
        if name in DATABASES:
            return self._environment_of_patroni(name)
        own = {
            "SELFSAME_DATA_DIR": str(self.folder / "data"),
            "SELFSAME_DATABASE_URL": self.app_url,
            "SELFSAME_PUBLIC_URL": self.balancers[0],
            "SELFSAME_TRUSTED_PROXIES": "127.0.0.1/32",
            "SELFSAME_DETECTION": "off",
            **self.settings,
        }
        if name in OWNERS:
            own |= {"SELFSAME_MIGRATE_URL": self.owner_url, "SELFSAME_NATS_URL": self.nats_url}
        return own

    def _environment_of_patroni(self, name: str) -> dict[str, str]:
        port, rest = self._ports[name], self._ports[f"{name}_rest"]
        etcd = ",".join(f"127.0.0.1:{self._ports[it]}" for it in ETCD)
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

    def take(self) -> None:
        """Make the folder. Raises RuntimeError for one that is not empty, or taken meanwhile."""
        if len(str(self.folder)) > LONGEST_FOLDER:
            raise RuntimeError(f"Give a folder whose path is shorter than {LONGEST_FOLDER}.")
        if self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir())):
            raise RuntimeError(f"{self.folder} is not empty: give a new folder.")
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            (self.folder / TAKEN).touch(exist_ok=False)
        except FileExistsError:
            raise RuntimeError(f"{self.folder} is not empty: give a new folder.") from None

    def leave(self) -> None:
        """Delete what is in the folder, but for the logs."""
        for path in self.folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.suffix != ".log":
                path.unlink()

    def prepare(self, backup: Path | None = None) -> None:
        """Write the configurations: those that ship, with the addresses of this machine.

        With a backup, PostgreSQL begins with that.
        """
        for name in DATABASES:
            home = self.folder / f"{name}.home"
            for path in (home, self.folder / name):
                path.mkdir(mode=0o700)
                account = account_of(path / "none")
                if account is not None:
                    os.chown(path, account.user, account.group)
        patroni: dict[str, Any] = yaml.safe_load((PATRONI / "patroni.yml").read_text())
        words = patroni["postgresql"]["pre_promote"].split()
        ours = (PROGRAMS / "python", PATRONI / Path(words[1]).name, self.folder / "patroni.yml")
        patroni["postgresql"]["pre_promote"] = shlex.join(map(str, ours))
        if self._is_small:
            patroni["postgresql"]["parameters"] |= SMALL
            patroni["bootstrap"]["initdb"].append("no-sync")
        if backup is not None:
            patroni["bootstrap"] |= {"method": "selfsame"}
        shown = yaml.safe_dump(patroni, sort_keys=False, width=1000)
        if backup is not None:
            shown = shown.replace(BACKUP_FOLDER, str(backup))
        (self.folder / "patroni.yml").write_text(shown)
        text = (DEPLOY / "haproxy" / "haproxy.cfg").read_text()
        text = text.replace("maxconn 20000", "maxconn 500")  # two file descriptors each
        for server in SERVERS:
            text = text.replace(f"{server}:8000", f"127.0.0.1:{self._ports[server]}")
        for balancer in BALANCERS:
            bound = text.replace("bind :8080", f"bind 127.0.0.1:{self._ports[balancer]}")
            bound = bound.replace("/var/lib/haproxy/admin.sock", str(self.admin_of(balancer)))
            (self.folder / f"{balancer}.cfg").write_text(bound)

    def _address(self, role: str, password: str) -> str:
        places = ",".join(f"127.0.0.1:{self._ports[name]}" for name in DATABASES)
        return f"postgresql://{role}:{password}@{places}/selfsame"

    def etcd_of(self, name: str) -> str:
        """Return the address at which one etcd answers."""
        return f"http://127.0.0.1:{self._ports[name]}"

    def patroni_of(self, name: str) -> tuple[str, str, str]:
        """Return the address of Patroni beside a server, with the user and password for orders."""
        return f"http://127.0.0.1:{self._ports[f'{name}_rest']}", "patroni", self._rest

    def server_of(self, name: str) -> str:
        """Return the address of one server of ours, past the balancers."""
        return f"http://127.0.0.1:{self._ports[name]}"

    @property
    def admins(self) -> tuple[Path, ...]:
        """The sockets by which both balancers take orders."""
        return tuple(self.admin_of(it) for it in BALANCERS)

    def admin_of(self, balancer: str) -> Path:
        """Return the socket by which a balancer takes orders."""
        return self.folder / f"{balancer}.sock"

    def place_of(self, name: str, database: str) -> str:
        """Return the address of one server of PostgreSQL."""
        place = f"127.0.0.1:{self._ports[name]}/{database}"
        return f"postgresql://selfsame_owner:{self._owner}@{place}"


def _names_of_ports() -> tuple[str, ...]:
    etcd = [f"etcd{n}{end}" for n in (1, 2, 3) for end in ("", "_peer")]
    databases = [f"{name}{end}" for name in DATABASES for end in ("", "_rest")]
    return (*etcd, *databases, *SERVERS, *BALANCERS, "nats1")


def _free_port() -> int:
    """Return a port that nobody listens on, and that no outgoing connection is given.

    Those that the system gives out are given to connections as well, and a program that starts
    later finds its own taken.
    """
    while True:
        port = secrets.choice(PORTS)
        if port in _chosen:
            continue
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            _chosen.add(port)
            return port


def bare_environment() -> Mapping[str, str]:
    """Return what of our environment is passed on: nothing that would change the programs."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8"}
