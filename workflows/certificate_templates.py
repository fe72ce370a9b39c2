"""How the templates of certificates are loaded, each as the next version, and retired (C12)."""

import asyncio
from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, func, select, update

from db import advisory_locks
from db import certificate_templates as tables
from db.certificate_templates import certificate_templates, font_files, template_fonts
from db.statements import Connection, Statement
from rules.certificate_templates import (
    CertificateTemplateIsRetired,
    CertificateTemplateNotFound,
    TemplateName,
)
from rules.template_checks import CheckedTemplate
from rules.texts import cleaned
from workflows.acts import Acting, act

Fonts = Sequence[tuple[str, bytes]]
"""Files of fonts with their families."""
Check = Callable[[Fonts], CheckedTemplate]

LOCK = f"select pg_advisory_xact_lock({advisory_locks.CERTIFICATE_TEMPLATES})"
TEMPLATE = certificate_templates.c.id == bindparam("template", type_=Uuid)
FIND_ACTIVE = Statement(
    select(certificate_templates.c.id).where(
        certificate_templates.c.name == bindparam("called", type_=Text),
        certificate_templates.c.kind == bindparam("of_kind", type_=Text),
        certificate_templates.c.language == bindparam("spoken", type_=Text),
        certificate_templates.c.retired_at.is_(None),
    )
)
ACTIVE = Statement(
    select(
        certificate_templates.c.name,
        certificate_templates.c.kind,
        certificate_templates.c.language,
        certificate_templates.c.version,
    )
    .where(certificate_templates.c.retired_at.is_(None))
    .order_by(
        certificate_templates.c.name,
        certificate_templates.c.kind,
        certificate_templates.c.language,
    )
)
FONT = Statement(
    select(font_files.c.file).where(font_files.c.digest == bindparam("sought", type_=Text))
)
_LATEST = (
    select(certificate_templates.c.id)
    .where(
        certificate_templates.c.name == bindparam("called", type_=Text),
        certificate_templates.c.kind == bindparam("of_kind", type_=Text),
        certificate_templates.c.language == bindparam("spoken", type_=Text),
    )
    .order_by(certificate_templates.c.version.desc())
    .limit(1)
)
FORMER_FONTS = Statement(
    select(template_fonts.c.family, font_files.c.file)
    .join_from(template_fonts, font_files, template_fonts.c.digest == font_files.c.digest)
    .where(template_fonts.c.certificate_template_id == _LATEST.scalar_subquery())
    .order_by(template_fonts.c.position)
)
FIND = Statement(select(certificate_templates.c.retired_at).where(TEMPLATE))
RETIRE = Statement(update(certificate_templates).where(TEMPLATE).values(retired_at=func.now()))


async def create(acting: Acting, named: TemplateName, fonts: Fonts, check: Check) -> UUID:
    """Load a template, and retire the version before it; return its id. Rule C12.

    Without fonts it is set in those of the latest version of its name, kind and language. It is
    checked, beside the event loop, once the caller's access is. Raises InputIsInvalid.
    """
    async with act(acting, "certificate_template.created") as connection:
        if not fonts:
            await _lock(connection)
            fonts = await _former_fonts(connection, named)
        template = await asyncio.to_thread(check, fonts)
        await _lock(connection)
        made: UUID = await tables.add(connection, template)
        return made


async def retire(acting: Acting, template_id: UUID | None) -> None:
    """Let no more certificates be made from a template. Rule C12.

    Raises CertificateTemplateNotFound or CertificateTemplateIsRetired.
    """
    async with act(acting, "certificate_template.retired") as connection:
        await _lock(connection)
        found = await FIND.row(connection, template=template_id)
        if found is None:
            raise CertificateTemplateNotFound
        if found["retired_at"] is not None:
            raise CertificateTemplateIsRetired
        await RETIRE.rows(connection, template=template_id)


async def find(connection: Connection, named: TemplateName) -> UUID | None:
    """Return the id of the active template of this name, kind and language."""
    row = await FIND_ACTIVE.row(
        connection, called=named.name, of_kind=named.kind, spoken=named.language
    )
    return None if row is None else row["id"]


async def font(connection: Connection, digest: str) -> bytes | None:
    """Return the file of a font by its SHA-256."""
    row = await FONT.row(connection, sought=digest)
    return None if row is None else row["file"]


async def _former_fonts(connection: Connection, named: TemplateName) -> Fonts:
    rows = await FORMER_FONTS.rows(
        connection, called=cleaned(named.name), of_kind=named.kind, spoken=named.language
    )
    return [(it["family"], it["file"]) for it in rows]


async def _lock(connection: Connection) -> None:
    # Of two who load one template at once, the later makes the later version.
    await connection.execute(LOCK)
