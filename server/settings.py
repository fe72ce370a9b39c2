"""The settings of an installation: environment variables, their defaults, what each may be."""

import os
from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import NoDecode, SettingsConfigDict

from rules.access import Role
from rules.partitions import Period
from server import setting_lines, setting_values, trace_settings
from server.detection_settings import DetectionSettings
from server.setting_numbers import Number, WholeNumber
from server.setting_values import FileIsUnfit, OutsideIssuer, Region, Witness

PREFIX = "SELFSAME_"

NAMES_OF_OTHERS: Final = ("SELFSAME_URL", "SELFSAME_CLIENT_ID", "SELFSAME_CLIENT_SECRET")
"""The environment of programs that call us; `SELFSAME_TEST_` begins the names of our tests."""


class SettingRefused(Exception):
    """Settings are invalid: a sentence for each, on a line of its own, without its value."""


DatabaseAddress = Annotated[str | None, BeforeValidator(setting_values.database_address)]


class Settings(DetectionSettings):
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
    read_url: DatabaseAddress = Field(
        None, repr=False, description="must be an address such as postgresql://user@standby/name"
    )
    read_staleness: Number = Field(
        0.0, ge=0, le=3600, description="must be a number of seconds from 0 to 3600"
    )
    data_dir: Annotated[Path, BeforeValidator(setting_values.directory)] = Field(
        Path(".data"), validate_default=True, description="must name a directory, in UTF-8"
    )
    keys_dir: Annotated[Path | None, BeforeValidator(setting_values.keys_directory)] = Field(
        None,
        description="must be a directory with keys/*.pem, audit-keys/*.pem, audit-keys/origin,"
        " webhooks.key, second_factors.key and sources.key",
    )
    host: Annotated[str, BeforeValidator(setting_values.host)] = Field(
        "127.0.0.1", description="must be the name or address to listen on, such as 127.0.0.1"
    )
    port: WholeNumber = Field(
        8000, ge=0, le=65535, description="must be a whole number from 0 to 65535"
    )
    postponed_requests_limit: WholeNumber = Field(
        5, ge=1, le=1_000_000, description="must be a whole number from 1 to 1000000"
    )
    merge_quorum: WholeNumber = Field(
        3, ge=1, le=1_000_000, description="must be a whole number from 1 to 1000000"
    )
    dispute_votes: WholeNumber = Field(
        2, ge=2, le=1_000_000, description="must be a whole number from 2 to 1000000"
    )
    search_quota: WholeNumber = Field(
        2000, ge=0, le=1_000_000_000, description="must be a whole number from 0 to 1000000000"
    )
    four_eyes: bool = Field(False, description="must be on or off")
    unmerge_days: WholeNumber = Field(
        7, ge=1, le=36_500, description="must be a whole number from 1 to 36500"
    )
    appeal_days: WholeNumber = Field(
        21, ge=0, le=36_500, description="must be a whole number from 0 to 36500"
    )
    explanation_days: WholeNumber = Field(
        14, ge=0, le=36_500, description="must be a whole number from 0 to 36500"
    )
    show_after_days: WholeNumber = Field(
        0, ge=0, le=36_500, description="must be a whole number from 0 to 36500"
    )
    transfer_rate: WholeNumber = Field(
        15, ge=1, le=1000, description="must be a whole number from 1 to 1000"
    )
    small_count: WholeNumber = Field(
        5, ge=1, le=1000, description="must be a whole number from 1 to 1000"
    )
    public_url: Annotated[str | None, BeforeValidator(setting_values.public_url)] = Field(
        None, description="must be an address such as https://registry.example, without a path"
    )
    trusted_proxies: Annotated[
        tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(setting_values.networks)
    ] = Field(
        (),
        description="must be networks parted by commas, such as 10.0.0.0/8,2001:db8::/32, and not"
        " all addresses there are",
    )
    language: Annotated[str, BeforeValidator(setting_values.language)] = Field(
        "en", description="must be a language tag of BCP 47, such as en or uk"
    )
    office: Annotated[str, BeforeValidator(setting_values.office)] = Field(
        "Civil registration office", description="must be the name of an office in one line"
    )
    office_address: Annotated[tuple[str, ...], NoDecode, BeforeValidator(setting_lines.lines)] = (
        Field((), description="must be at most 6 lines of text parted by |")
    )
    region: Region = Field(None, description="must be 2 to 8 of A-Z and 0-9, a letter first")
    introspection: bool = Field(True, description="must be on or off")
    documents: Literal["any", "persisted"] = Field("any", description="must be any or persisted")
    document_files: Annotated[
        tuple[Path, ...], NoDecode, BeforeValidator(setting_values.document_files)
    ] = Field((), description="must name lists of documents as JSON, parted by commas")
    second_factor_roles: Annotated[
        tuple[Role, ...], NoDecode, BeforeValidator(setting_values.roles)
    ] = Field((), description="must be roles parted by commas, such as ADMIN,SENIOR_REVIEWER")
    compiled: bool = Field(True, description="must be on or off")
    issuers: Annotated[
        tuple[OutsideIssuer, ...], NoDecode, BeforeValidator(setting_values.issuers)
    ] = Field(
        (),
        repr=False,
        description="must be a JSON list of objects, each with an issuer of its own, audience"
        " and jwks_url",
    )
    witnesses: Annotated[
        tuple[Witness, ...], NoDecode, BeforeValidator(setting_values.witnesses)
    ] = Field(
        (),
        repr=False,
        description="must be witnesses parted by commas, each an address and a verifier key, such"
        " as https://witness.example NAME+ID+KEY",
    )
    retry_waits: Annotated[tuple[float, ...], NoDecode, BeforeValidator(setting_values.waits)] = (
        Field(
            (5.0, 30.0, 120.0, 600.0),
            description="must be numbers of seconds parted by commas, such as 5,30,120,600",
        )
    )
    webhook_allow_loopback: bool = Field(False, description="must be on or off")
    source_allow_loopback: bool = Field(False, description="must be on or off")
    source_shrink: Number = Field(0.2, ge=0, le=1, description="must be a share from 0 to 1")
    message_retention_days: Number = Field(
        30.0, ge=0, le=36_500, description="must be a number of days from 0 to 36500"
    )
    outbox_retention_days: Number = Field(
        7.0, ge=0, le=36_500, description="must be a number of days from 0 to 36500"
    )
    partitions: Period = Field(Period.MONTH, description="must be month or day")
    snapshot_retention_days: Number = Field(
        30.0, ge=0, le=36_500, description="must be a number of days from 0 to 36500"
    )
    digest_webhook: UUID | None = Field(
        None, description="must be the databaseId of the webhook that is notified of what failed"
    )
    digest_mail: Annotated[str | None, BeforeValidator(setting_values.mail_address)] = Field(
        None, description="must be the e-mail address that is notified of what failed"
    )
    nats_url: Annotated[str | None, BeforeValidator(setting_values.streams)] = Field(
        None,
        repr=False,
        description="must be addresses such as nats://user:password@host:4222, parted by commas",
    )
    smtp_url: Annotated[str | None, BeforeValidator(setting_values.mail_server)] = Field(
        None, repr=False, description="must be an address such as smtp://user:password@host:587"
    )
    mail_from: Annotated[str | None, BeforeValidator(setting_values.mail_address)] = Field(
        None, description="must be the e-mail address that letters come from"
    )
    bounce_domain: Annotated[str | None, BeforeValidator(setting_values.host)] = Field(
        None, description="must be the domain that mail which comes back is addressed to"
    )
    letters_allowed: Annotated[
        tuple[str, ...] | None, NoDecode, BeforeValidator(setting_values.mail_addresses)
    ] = Field(
        None,
        description="must be e-mail addresses parted by commas, or domains such as @example.org",
    )
    demo_accounts: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(setting_values.accounts)
    ] = Field(
        (),
        description="must be names, each with a colon and NHS_REVIEWER, SENIOR_REVIEWER, REGISTRAR,"
        " ADMIN, STEWARD or PERSON, parted by commas, such as ada:ADMIN",
    )
    digest_muted: Annotated[tuple[str, ...], NoDecode, BeforeValidator(setting_values.kinds)] = (
        Field((), description="must be kinds of messages parted by commas, such as webhook.death.*")
    )

    @property
    def is_embedded(self) -> bool:
        """Whether the database is the embedded one in the data directory."""
        return self.database_url is None

    @property
    def keys_directory(self) -> Path:
        """Where the keys are: mounted, or in the data directory, where they are made."""
        return self.keys_dir or self.data_dir

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
    """Refuse names that begin as our settings do and are none: they were meant to be one.

    Raises SettingRefused, with the nearest setting of each. Letter case does not matter, as in
    reading; so a setting that is there in two spellings is refused too.
    """
    _refuse(_faults_of_names(names))


def read_settings(**options: Any) -> Settings:
    """Read the settings from the environment; options that are not None take precedence.

    Raises SettingRefused for all unknown and invalid settings at once. Pydantic's own message is
    dropped: it repeats the value, and the value may hold a password. Rule D4.
    """
    faults = _faults_of_names(os.environ)
    try:
        settings = Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        _refuse([*faults, *_sentences(error)])
        raise
    _refuse([*faults, *_faults_together(settings), *trace_settings.faults(os.environ)])
    return settings


def _refuse(faults: list[str]) -> None:
    if faults:
        raise SettingRefused("\n".join(faults)) from None


def _faults_of_names(names: Iterable[str]) -> list[str]:
    known = [f"{PREFIX}{field.upper()}" for field in Settings.model_fields]
    passed_over = {*known, *NAMES_OF_OTHERS}
    spellings = defaultdict(list)
    for name in sorted(names):
        upper = name.upper()
        if upper.startswith(PREFIX) and not upper.startswith(f"{PREFIX}TEST_"):
            spellings[upper].append(name)
    faults = []
    for upper, spelled in spellings.items():
        if upper not in passed_over:
            nearest = max(known, key=lambda it: SequenceMatcher(None, upper, it).ratio())
            faults += [f"{name} is no setting; the nearest one is {nearest}" for name in spelled]
        elif upper in known and len(spelled) > 1:
            faults.append(f"{' and '.join(spelled)} are one setting, and only one can be set")
    return faults


def _sentences(error: ValidationError) -> list[str]:
    errors = error.errors(include_url=False, include_input=False)
    faults: dict[str, str] = {}
    for each in errors:
        fault = each.get("ctx", {}).get("error")
        why = f": {fault}" if isinstance(fault, FileIsUnfit) else ""
        faults.setdefault(str(each["loc"][0]), why)
    return [
        f"{PREFIX}{it.upper()} {Settings.model_fields[it].description}{why}"
        for it, why in faults.items()
    ]


def _faults_together(settings: Settings) -> list[str]:
    """Return what is wrong with settings each of which is fit by itself."""
    faults = []
    if settings.migrate_url and settings.is_embedded:
        faults.append("SELFSAME_MIGRATE_URL needs SELFSAME_DATABASE_URL beside it")
    if settings.digest_mail and settings.smtp_url is None:
        faults.append("SELFSAME_DIGEST_MAIL needs SELFSAME_SMTP_URL beside it")
    if settings.mail_from and settings.smtp_url is None:
        faults.append("SELFSAME_MAIL_FROM needs SELFSAME_SMTP_URL beside it")
    if settings.public_url in {it.issuer for it in settings.issuers}:
        faults.append("SELFSAME_ISSUERS must not name SELFSAME_PUBLIC_URL: our tokens do")
    return faults
