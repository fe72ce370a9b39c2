"""Templates of certificates and their fonts; those that come with the product are read here too."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import INT4MULTIRANGE

from db.metadata import key, known, metadata, times
from rules.certificate_templates import STANDARD, TemplateName
from rules.font_files import Font, read_font
from rules.svg_parts import FIELD
from rules.template_checks import CheckedTemplate, FontFile
from rules.vital_events import VitalEventKind

FILES = Path(__file__).parent / "templates"
LANGUAGES = ("en", "uk")
"""The languages of the standard templates."""

certificate_templates = Table(
    "certificate_templates",
    metadata,
    key(),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("svg", Text, nullable=False),
    Column("fields", ARRAY(Text), nullable=False),
    Column("retired_at", DateTime(timezone=True)),
    *times(),
    known("kind", VitalEventKind, "certificate_template_kind_is_known"),
    CheckConstraint("version > 0", name="a_certificate_template_has_a_version"),
)
Index(
    "one_active_certificate_template_per_name",
    certificate_templates.c.name,
    certificate_templates.c.kind,
    certificate_templates.c.language,
    unique=True,
    postgresql_where=text("retired_at is null"),
)
Index(
    "one_certificate_template_per_version",
    certificate_templates.c.name,
    certificate_templates.c.kind,
    certificate_templates.c.language,
    certificate_templates.c.version,
    unique=True,
)

font_files = Table(
    "font_files",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("file", LargeBinary, nullable=False),
)

template_fonts = Table(
    "template_fonts",
    metadata,
    key(),
    Column("certificate_template_id", Uuid, ForeignKey("certificate_templates.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("family", Text, nullable=False),
    Column("digest", Text, ForeignKey("font_files.digest"), nullable=False),
    Column("letters", INT4MULTIRANGE, nullable=False),
)
Index(
    "one_template_font_per_position",
    template_fonts.c.certificate_template_id,
    template_fonts.c.position,
    unique=True,
)

ADD = """
with latest as (
    select max(version) as version from certificate_templates
     where name = $1 and kind = $2 and language = $3)
insert into certificate_templates (name, kind, language, version, svg, fields)
select $1, $2, $3, coalesce(latest.version, 0) + 1, $4, $5 from latest
returning id
"""
RETIRE_FORMER = """
update certificate_templates set retired_at = now()
 where name = $1 and kind = $2 and language = $3 and retired_at is null
"""
ADD_FILE = "insert into font_files (digest, file) values ($1, $2) on conflict do nothing"
ADD_FONT = """
insert into template_fonts (certificate_template_id, position, family, digest, letters)
values ($1, $2, $3, $4, $5::text::int4multirange)
"""
HAS_STANDARD = """
select true from certificate_templates where name = $1 and kind = $2 and language = $3 limit 1
"""


IS_WITHOUT_TEMPLATE = "select true from certificates where certificate_template_id is null limit 1"
FREEZE = """
update certificates
   set certificate_template_id = template.id,
       values = certificate_values(event.id, null)
                || jsonb_build_object(
                       'serialNumber', serial_number, 'certificationDate',
                       (certificates.inserted_at at time zone 'UTC')::date::text)
  from vital_events event
  join certificate_templates template
    on template.kind = event.kind and template.name = 'standard' and template.language = 'en'
       and template.version = 1
 where event.id = vital_event_id and certificate_template_id is null
"""


def letters(font: Font) -> str:
    """Write the code points of a font's letters as a multirange of PostgreSQL."""
    return "{" + ",".join(f"[{first},{last}]" for first, last in font.ranges) + "}"


async def add(connection: Any, template: CheckedTemplate) -> Any:
    """Add the next version of a template within an act, retire the former, and return its id."""
    named = (template.named.name, template.named.kind, template.named.language)
    await connection.execute(RETIRE_FORMER, *named)
    made = await connection.fetchrow(ADD, *named, template.svg, template.fields)
    for position, it in enumerate(template.fonts):
        digest = hashlib.sha256(it.file).hexdigest()
        await connection.execute(ADD_FILE, digest, it.file)
        await connection.execute(
            ADD_FONT, made["id"], position, it.font.family, digest, letters(it.font)
        )
    return made["id"]


def standard_fonts() -> tuple[FontFile, ...]:
    """Read the fonts of the standard templates."""
    files = [path.read_bytes() for path in sorted((FILES / "fonts").glob("*.ttf"))]
    return tuple(FontFile(read_font(file), file) for file in files)


@cache
def standard_digests() -> tuple[str, ...]:
    """Return the digests of the fonts of the standard templates, which every database has."""
    return tuple(hashlib.sha256(it.file).hexdigest() for it in standard_fonts())


@cache
def receipt_svg(language: str) -> str:
    """Return the page of receipts in one of our languages."""
    return (FILES / f"receipt.{language}.svg").read_text()


def standard_template(
    kind: VitalEventKind, language: str, fonts: tuple[FontFile, ...]
) -> CheckedTemplate:
    """Read the standard template of a kind in one of its languages; our tests have checked it."""
    svg = (FILES / f"{kind.lower()}.{language}.svg").read_text()
    fields = tuple(sorted(set(FIELD.findall(svg))))
    return CheckedTemplate(TemplateName(STANDARD, kind, language), svg, fields, fonts)


async def add_standards(connection: Any) -> None:
    """Add the standard templates that were never there: who retired one has reasons. Rule C12."""
    wanted = [(kind, language) for kind in VitalEventKind for language in LANGUAGES]
    missing = [it for it in wanted if not await connection.fetchrow(HAS_STANDARD, STANDARD, *it)]
    if missing:
        await _add_standards(connection, missing)
    if await connection.fetchrow(IS_WITHOUT_TEMPLATE):
        # What they say is what their records say now: nothing of before was kept.
        await connection.execute("alter table certificates disable trigger user")
        await connection.execute(FREEZE)
        await connection.execute("alter table certificates enable trigger user")


async def _add_standards(connection: Any, missing: list[tuple[VitalEventKind, str]]) -> None:
    fonts = standard_fonts()
    await connection.execute(
        "select begin_act('certificate_template.created', null, null, $1, null)", uuid4()
    )
    for kind, language in missing:
        await add(connection, standard_template(kind, language, fonts))
