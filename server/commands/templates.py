"""The commands that load, list and retire the templates of certificates (C12)."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from rules.certificate_templates import (
    LARGEST_FONT,
    LONGEST_SVG,
    CertificateTemplateNotFound,
    TemplateName,
)
from rules.font_files import NoFont, read_font
from rules.refusals import Refusal
from rules.template_checks import check_template
from rules.violations import InputIsInvalid, Violations
from rules.vital_events import VitalEventKind
from server.commands import CommandFailed
from server.commands.connections import on_connection
from server.postgres.counting import CountingConnection
from server.settings import Settings
from workflows import certificate_templates
from workflows.acts import system_acting

BYTES_OF_A_LETTER = 4


async def load(
    settings: Settings, file: Path, name: str, kind: str, language: str, fonts: Sequence[Path]
) -> str:
    """Load a template from its files; return the sentence to print. Raises CommandFailed."""
    named = TemplateName(name, VitalEventKind(kind.upper()), language)
    svg = _read(file, LONGEST_SVG * BYTES_OF_A_LETTER)
    files = [(_family(it), _read(it, LARGEST_FONT)) for it in fonts]

    async def work(connection: CountingConnection) -> None:
        async with system_acting(connection) as acting:
            check = partial(check_template, Violations(), named, svg.decode())
            await certificate_templates.create(acting, named, files, check)

    try:
        await on_connection(settings, work)
    except UnicodeDecodeError:
        raise CommandFailed(f"{file} is not UTF-8.") from None
    except InputIsInvalid as refusal:
        faults = [it["message"] for it in refusal.extensions["violations"]]
        raise CommandFailed("\n".join([f"{file} cannot be a template:", *faults]), 2) from None
    return f"Loaded the template {_title(named)}."


async def listed(settings: Settings) -> str:
    """Return the active templates, one a line."""
    rows = await on_connection(settings, certificate_templates.ACTIVE.rows)
    return "\n".join(
        f"{it['name']} {it['kind'].lower()} {it['language']} version {it['version']}" for it in rows
    )


async def retire(settings: Settings, name: str, kind: str, language: str) -> str:
    """Retire a template; return the sentence to print. Raises CommandFailed."""
    named = TemplateName(name, VitalEventKind(kind.upper()), language)

    async def work(connection: CountingConnection) -> None:
        found = await certificate_templates.find(connection, named)
        if found is None:
            raise CertificateTemplateNotFound
        async with system_acting(connection) as acting:
            await certificate_templates.retire(acting, found)

    try:
        await on_connection(settings, work)
    except Refusal as refusal:
        raise CommandFailed(f"{refusal.message}: {_title(named)}.") from None
    return f"Retired the template {_title(named)}."


def _read(file: Path, most: int) -> bytes:
    try:
        with file.open("rb") as opened:
            read = opened.read(most + 1)
    except OSError as error:
        raise CommandFailed(f"{file} cannot be read: {error.strerror}.", 2) from None
    if len(read) > most:
        raise CommandFailed(f"{file} has more than {most} bytes.", 2)
    return read


def _family(file: Path) -> str:
    try:
        return read_font(_read(file, LARGEST_FONT)).family
    except NoFont as fault:
        raise CommandFailed(f"{file} is no font: {fault}.", 2) from None


def _title(named: TemplateName) -> str:
    return f"{named.name} {named.kind.lower()} {named.language}"
