"""The settings of an installation: environment variables, their defaults, what each may be."""

import json
import math
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "SELFSAME_"

NAMES_OF_OTHERS: Final = ("SELFSAME_URL", "SELFSAME_CLIENT_ID", "SELFSAME_CLIENT_SECRET")
"""The environment of programs that call us; `SELFSAME_TEST_` begins the names of our tests."""


class SettingRefused(Exception):
    """A setting is invalid; the sentence names it and never repeats its value."""


@dataclass(frozen=True, slots=True)
class OutsideIssuer:
    """Another issuer whose tokens are trusted, and the address of its keys (rule E4)."""

    issuer: str
    audience: str
    jwks_url: str


def _is_address(text: object, schemes: tuple[str, ...]) -> bool:
    if not isinstance(text, str):
        return False
    try:
        parts = urlsplit(text)
        port = parts.port  # reading it is what checks it
    except ValueError:
        return False
    return parts.scheme in schemes and port != 0 and not any(map(str.isspace, text))


def _is_address_with_host(text: object, schemes: tuple[str, ...]) -> bool:
    # Only PostgreSQL does without one: its address may name a socket.
    return _is_address(text, schemes) and bool(urlsplit(str(text)).hostname)


def _database_address(value: object) -> object:
    if value is not None and not _is_address(value, ("postgresql", "postgres")):
        raise ValueError
    return value


def _directory(value: object) -> Path:
    path = Path(str(value)).absolute()
    if not str(value) or (path.exists() and not path.is_dir()):
        raise ValueError
    return path


def _host(value: object) -> str:
    host = str(value).removeprefix("[").removesuffix("]")
    if not host or any(map(str.isspace, host)) or "/" in host:
        raise ValueError
    return host


def _public_url(value: object) -> object:
    if value is None:
        return None
    if not _is_address_with_host(value, ("https", "http")):
        raise ValueError
    parts = urlsplit(str(value))
    if parts.username is not None or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError
    return f"{parts.scheme}://{parts.netloc}"


def _networks(value: object) -> tuple[IPv4Network | IPv6Network, ...]:
    networks = tuple(ip_network(word) for word in _words(value))
    # Whoever trusts everybody believes what every client says of itself.
    if not all(network.prefixlen for network in networks):
        raise ValueError
    return networks


def _waits(value: object) -> tuple[float, ...]:
    if not isinstance(value, str):
        raise ValueError
    waits = tuple(float(wait) for wait in value.split(","))
    if not all(math.isfinite(wait) and 0 <= wait <= 604_800 for wait in waits):
        raise ValueError
    return waits


def _mail_address(value: object) -> object:
    if value is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+", str(value)):
        raise ValueError
    return value


def _mail_server(value: object) -> object:
    if value is not None and not _is_address_with_host(value, ("smtp", "smtps")):
        raise ValueError
    return value


def _words(value: object) -> tuple[str, ...]:
    return tuple(word.strip() for word in str(value).split(",") if word.strip())


def _issuers(value: object) -> tuple[OutsideIssuer, ...]:
    listed = json.loads(value) if isinstance(value, str) else value
    if not isinstance(listed, list):
        raise ValueError
    issuers = tuple(_issuer(entry) for entry in listed)
    names = {issuer.issuer for issuer in issuers}
    # Two of one name would hide each other, and the built-in issuer's name is taken.
    if len(names) != len(issuers) or "selfsame" in names:
        raise ValueError
    return issuers


def _issuer(entry: Any) -> OutsideIssuer:
    names = ("issuer", "audience", "jwks_url")
    if not isinstance(entry, dict) or not set(names) <= entry.keys():
        raise ValueError
    values = [entry[name] for name in names]
    if not all(isinstance(value, str) and value.strip() for value in values):
        raise ValueError
    if not _is_address_with_host(entry["jwks_url"], ("https", "http")):
        raise ValueError
    return OutsideIssuer(*values)


DatabaseAddress = Annotated[str | None, BeforeValidator(_database_address)]


class Settings(BaseSettings):
    """All settings; a field's description ends the sentence that refuses another value."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", validate_default=False
    )

    database_url: DatabaseAddress = Field(
        None, repr=False, description="must be an address such as postgresql://user@host:5432/name"
    )
    migrate_url: DatabaseAddress = Field(
        None, repr=False, description="must be an address such as postgresql://owner@host:5432/name"
    )
    data_dir: Annotated[Path, BeforeValidator(_directory)] = Field(
        Path(".data"), validate_default=True, description="must name a directory"
    )
    host: Annotated[str, BeforeValidator(_host)] = Field(
        "127.0.0.1", description="must be the name or address to listen on, such as 127.0.0.1"
    )
    port: int = Field(8000, ge=0, le=65535, description="must be a whole number from 0 to 65535")
    postponed_requests_limit: int = Field(
        5, ge=1, le=1_000_000, description="must be a whole number from 1 to 1000000"
    )
    merge_quorum: int = Field(
        3, ge=1, le=1_000_000, description="must be a whole number from 1 to 1000000"
    )
    search_quota: int = Field(
        2000, ge=0, le=1_000_000_000, description="must be a whole number from 0 to 1000000000"
    )
    public_url: Annotated[str | None, BeforeValidator(_public_url)] = Field(
        None, description="must be an address such as https://registry.example, without a path"
    )
    trusted_proxies: Annotated[
        tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_networks)
    ] = Field(
        (),
        description="must be networks parted by commas, such as 10.0.0.0/8,2001:db8::/32, and not"
        " all addresses there are",
    )
    introspection: bool = Field(True, description="must be on or off")
    issuers: Annotated[tuple[OutsideIssuer, ...], NoDecode, BeforeValidator(_issuers)] = Field(
        (),
        repr=False,
        description="must be a JSON list of objects, each with an issuer of its own, audience"
        " and jwks_url",
    )
    retry_waits: Annotated[tuple[float, ...], NoDecode, BeforeValidator(_waits)] = Field(
        (5.0, 30.0, 120.0, 600.0),
        description="must be numbers of seconds parted by commas, such as 5,30,120,600",
    )
    webhook_allow_loopback: bool = Field(False, description="must be on or off")
    message_retention_days: float = Field(
        30.0, ge=0, le=36_500, description="must be a number of days from 0 to 36500"
    )
    outbox_retention_days: float = Field(
        7.0, ge=0, le=36_500, description="must be a number of days from 0 to 36500"
    )
    digest_webhook: UUID | None = Field(
        None, description="must be the databaseId of the webhook that is notified of what failed"
    )
    digest_mail: Annotated[str | None, BeforeValidator(_mail_address)] = Field(
        None, description="must be the e-mail address that is notified of what failed"
    )
    smtp_url: Annotated[str | None, BeforeValidator(_mail_server)] = Field(
        None, repr=False, description="must be an address such as smtp://user:password@host:587"
    )
    demo_accounts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)] = Field(
        (), description="must be names with their roles parted by commas, such as ada:ADMIN"
    )
    digest_muted: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)] = Field(
        (), description="must be kinds of messages parted by commas, such as webhook.death.*"
    )

    @property
    def is_embedded(self) -> bool:
        """Whether the database is the embedded one in the data directory."""
        return self.database_url is None

    @property
    def public_address(self) -> str:
        """The address that others see; without a setting the one that is listened on."""
        return self.public_url or f"http://{host_and_port(self.host, self.port)}"

    @property
    def owner_url(self) -> str | None:
        """The address that `migrate` works under; None for the embedded database."""
        return self.migrate_url or self.database_url


def host_and_port(host: str, port: int) -> str:
    """Return a host with its port as an address has them."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def check_names(names: Iterable[str]) -> None:
    """Refuse a name that begins as our settings do and is none: it was meant to be one.

    Raises SettingRefused, with the nearest setting. Letter case does not matter, as in reading.
    """
    known = [f"{PREFIX}{field.upper()}" for field in Settings.model_fields]
    passed_over = {*known, *NAMES_OF_OTHERS}
    for name in sorted(names):
        upper = name.upper()
        is_ours = upper.startswith(PREFIX) and not upper.startswith(f"{PREFIX}TEST_")
        if is_ours and upper not in passed_over:
            nearest = max(known, key=lambda it: SequenceMatcher(None, upper, it).ratio())
            raise SettingRefused(f"{name} is no setting; the nearest one is {nearest}")


def read_settings(**options: Any) -> Settings:
    """Read the settings from the environment; options that are not None take precedence.

    Raises SettingRefused for the first unknown or invalid setting. Pydantic's own message is
    dropped: it repeats the value, and the value may hold a password. Rule D4.
    """
    check_names(os.environ)
    try:
        settings = Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        raise SettingRefused(_sentence(error)) from None
    if settings.migrate_url and settings.is_embedded:
        raise SettingRefused("SELFSAME_MIGRATE_URL needs SELFSAME_DATABASE_URL beside it")
    if settings.digest_mail and settings.smtp_url is None:
        raise SettingRefused("SELFSAME_DIGEST_MAIL needs SELFSAME_SMTP_URL beside it")
    if settings.public_url in {it.issuer for it in settings.issuers}:
        raise SettingRefused("SELFSAME_ISSUERS must not name SELFSAME_PUBLIC_URL: our tokens do")
    return settings


def _sentence(error: ValidationError) -> str:
    field = str(error.errors(include_url=False, include_input=False)[0]["loc"][0])
    return f"{PREFIX}{field.upper()} {Settings.model_fields[field].description}"
