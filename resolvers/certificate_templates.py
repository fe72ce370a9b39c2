"""Templates of certificates, as those who certify fetch them and administrators load them (C12)."""

import binascii
from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

import strawberry
from sqlalchemy import Boolean, Text, bindparam, or_, true

from db.certificate_templates import certificate_templates, template_fonts
from planner.row_queries import Condition, RowQuery
from planner.sources import HANGS_ON, SameRow, ToMany, Value
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import (
    DATABASE_ID,
    UPDATED_AT,
    column,
    field,
    input_type,
    node_type,
    object_type,
    required,
    root_field,
)
from resolvers.nodes import ListQuery, MutationContext, Node, QueryContext, by_id
from resolvers.root_arguments import Input
from rules.access import Role
from rules.certificate_templates import TemplateName, canonical_language
from rules.template_checks import check_template
from rules.violations import Violations
from rules.vital_events import VitalEventKind
from workflows import certificate_templates as workflow

READING = "vital_event:certify"
READERS = frozenset({Role.REGISTRAR, Role.ADMIN})
WRITING = Scoped("certificate_template:write")
FONT_PATH = "/certificates/fonts/"

KIND = bindparam("kind", type_=Text)
LANGUAGE = bindparam("language", type_=Text)
WANTED = Condition(
    lambda rows: (
        or_(KIND.is_(None), rows.c.kind == KIND)
        & or_(LANGUAGE.is_(None), rows.c.language == LANGUAGE)
        & or_(bindparam("include_retired", type_=Boolean), rows.c.retired_at.is_(None))
    ),
    limited=True,
)


@object_type(template_fonts, reach=HANGS_ON)
class Font:
    """A font file of a template, served without a token."""

    family: str = column("The family by which the SVG names it.")
    url: str = field(
        Value(
            lambda font: bindparam("public_address", type_=Text) + FONT_PATH + font.c.digest,
            nullable=False,
            limited=True,
        ),
        "Where the file is; what is there never changes.",
    )


EVERY_ONE = Condition(lambda _: true())
"""Templates are of no person, so that all of them exist for everybody (rule R3)."""


@node_type(certificate_templates, READING, roles=READERS, limited=True, reach=EVERY_ONE)
class CertificateTemplate(Node):
    """What certificates of one kind are printed from, in one language."""

    database_id: UUID = column(DATABASE_ID, name="id")
    name: str = column("What `template` of `certifyVitalEvent` names it by.")
    kind: VitalEventKind = column("Of which records it makes certificates.")
    language: str = column("BCP 47.")
    version: int = column("From 1; loading it again makes the next one.")
    svg: str = column("The SVG with its named fields in double braces.")
    fields: list[str] = column("The names of its fields, such as child.firstName.")
    fonts: list[Font] = field(
        ToMany(
            lambda template, font: font.c.certificate_template_id == template.c.id,
            lambda font: [font.c.position],
        ),
        "What it is set in, all embedded in what is printed.",
    )
    is_active: bool = field(
        Value(lambda template: template.c.retired_at.is_(None), nullable=False, limited=True),
        "False once it was retired, by somebody or by its next version.",
    )
    inserted_at: datetime = column("When this version was loaded.")
    updated_at: datetime = column(UPDATED_AT)


@input_type
class FontInput:
    """A font file; larger ones than a request may have come by `selfsame templates load`."""

    family: str = required("As the file itself says it, and as the SVG names it.")
    file: str = required("TrueType or OpenType, in base64.")


@input_type
class CreateCertificateTemplateInput:
    """A template to be loaded; of one name, kind and language it is the next version."""

    name: str = required("1 to 64 characters, such as standard.")
    kind: VitalEventKind = required("Of which records it makes certificates.")
    language: str = required("BCP 47, such as en or uk.")
    svg: str = required("A page of A4 with its fields in double braces, see docs/certificates.md.")
    fonts: list[FontInput] = required(
        "All that its texts are set in, at most 20. None: those of the latest version of its name,"
        " kind and language."
    )


@input_type
class CertificateTemplateIdInput:
    """Which template the mutation is about."""

    id: strawberry.ID = required("As `certificateTemplates` shows it.")


@object_type(certificate_templates)
class CertificateTemplatePayload:
    """The template as it is now."""

    certificate_template: CertificateTemplate = field(SameRow(), "With its version.")


KindOrAny = Annotated[
    VitalEventKind | None, strawberry.argument(description="Those of one kind of records alone.")
]
LanguageOrAny = Annotated[
    str | None, strawberry.argument(description="Those in one language alone, as it was loaded.")
]
IncludeRetired = Annotated[
    bool | None, strawberry.argument(description="Also those that make no certificates any more.")
]


@object_type()
class CertificateTemplateQueries:
    """Templates of certificates."""

    @root_field(list[CertificateTemplate], Scoped(READING, READERS, limited=True))
    def certificate_templates(
        context: strawberry.Parent[QueryContext],
        kind: KindOrAny = None,
        language: LanguageOrAny = None,
        include_retired: IncludeRetired = False,
    ) -> ListQuery:
        """Active templates; systems that print certificates themselves fetch them here."""
        wanted = {
            "kind": kind,
            "language": None if language is None else canonical_language(language),
            "include_retired": bool(include_retired),
        }
        return ListQuery(RowQuery("CertificateTemplate", (WANTED,), wanted))

    @root_field(list[CertificateTemplate], Scoped("access:read"))
    def certificate_template_versions(context: strawberry.Parent[QueryContext]) -> ListQuery:
        """All that was ever loaded, for those who load templates."""
        return ListQuery(RowQuery("CertificateTemplate"))


def _file(violations: Violations, at: int, written: str) -> bytes:
    try:
        return binascii.a2b_base64(written, strict_mode=True)
    except ValueError:
        violations.add(["fonts", at, "file"], "base64", "It is no base64")
        return b""


@object_type()
class CertificateTemplateMutations:
    """What administrators do with templates."""

    @root_field(CertificateTemplatePayload | None, WRITING)
    async def create_certificate_template(
        context: strawberry.Parent[MutationContext],
        input: Input[CreateCertificateTemplateInput],
    ) -> RowQuery | None:
        """Load a template; the former of its name, kind and language is retired."""
        violations = Violations()
        fonts = [(it.family, _file(violations, at, it.file)) for at, it in enumerate(input.fonts)]
        named = TemplateName(input.name, input.kind, input.language)
        check = partial(check_template, violations, named, input.svg)
        made = await workflow.create(context.acting, named, fonts, check)
        return by_id("CertificateTemplatePayload", made)

    @root_field(CertificateTemplatePayload | None, WRITING)
    async def retire_certificate_template(
        context: strawberry.Parent[MutationContext],
        input: Input[CertificateTemplateIdInput],
    ) -> RowQuery | None:
        """Let no more certificates be made from a template; those that there are stay."""
        template_id = ids.key(input.id, "CertificateTemplate")
        await workflow.retire(context.acting, template_id)
        return by_id("CertificateTemplatePayload", template_id)
