"""What a certificate's template may name, by the kind of its record, and how it is called (C12)."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from rules.frozen import frozen
from rules.refusals import Code, Refusal
from rules.violations import Violations
from rules.vital_events import VitalEventKind

STANDARD = "standard"
"""The name of the templates that come with the product."""

LONGEST_NAME = 64
LONGEST_SVG = 512 * 1024
"""Characters of an SVG."""

MOST_FONTS = 20
LARGEST_FONT = 24 * 1024 * 1024
"""Bytes of a font file: one of a CJK script has up to 20 MB."""

MOST_NAMED = 10
"""So many witnesses, the first ones, have fields."""

PERSONAL = ("firstName", "secondName", "lastName", "birthDate", "gender", "nationalId")
INFORMANT = ("relationship", "email", "phoneNumber", *(f"individual.{it}" for it in PERSONAL))
OF_CERTIFICATES = (
    "serialNumber",
    "registrationNumber",
    "registrationDate",
    "certificationDate",
    "office",
    "registrar",
    "qr",
)
QR = "qr"
"""The field that is a picture: the QR code of the certificate."""

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
LONGEST_LANGUAGE = 35


class TemplateIsNotAvailable(Refusal):
    """No active template has this name, the record's kind and the language."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "Template is not available"


class CertificateTemplateNotFound(Refusal):
    """No such template."""

    code = Code.NOT_FOUND
    message = "Certificate template not found"


class CertificateTemplateIsRetired(Refusal):
    """The template was retired before, by somebody or by its next version."""

    code = Code.CONFLICT
    message = "Certificate template is retired"


@frozen
class TemplateName:
    """What a template is found by; its language has the usual case, in whichever it was given."""

    name: str
    kind: VitalEventKind
    language: str

    def __post_init__(self) -> None:
        """Write the language as it is usually written."""
        object.__setattr__(self, "language", canonical_language(self.language))


def _of(path: str, *names: str) -> list[str]:
    return [f"{path}.{name}" for name in names]


def _fields(*own: str) -> frozenset[str]:
    common = (*OF_CERTIFICATES, *_of("informant", *INFORMANT), "lateRegistrationReason")
    return frozenset((*own, *common))


FIELDS: Mapping[VitalEventKind, frozenset[str]] = MappingProxyType(
    {
        VitalEventKind.BIRTH: _fields(
            *(name for who in ("child", "mother", "father") for name in _of(who, *PERSONAL)),
            "placeOfBirth",
            "multipleBirth.of",
            "multipleBirth.order",
        ),
        VitalEventKind.DEATH: _fields(
            *_of("deceased", *PERSONAL), "dateOfDeath", "placeOfDeath", "causeOfDeath"
        ),
        VitalEventKind.MARRIAGE: _fields(
            *(name for at in range(2) for name in _of(f"spouses.{at}", *PERSONAL)),
            *(name for at in range(MOST_NAMED) for name in _of(f"witnesses.{at}", *PERSONAL)),
            "dateOfMarriage",
            "placeOfMarriage",
        ),
    }
)
"""The fields that a template may name: the paths of the details, and what certificates add."""


def check_template_name(violations: Violations, named: TemplateName) -> None:
    """Note what is wrong with the name or the language of a template."""
    violations.check_line(["name"], named.name, LONGEST_NAME)
    check_language(violations, named.language)


def canonical_language(tag: str) -> str:
    """Return a language tag in the usual case, which has no meaning: `pt-BR`, `sr-Latn`.

    RFC 5646, section 2.1.1.
    """
    first, *others = tag.lower().split("-")
    written = [first]
    for other in others:
        is_extension = len(written[-1]) == 1
        if len(other) == 2 and not is_extension:
            written.append(other.upper())
        else:
            written.append(other.title() if len(other) == 4 and not is_extension else other)
    return "-".join(written)


def is_language(text: str) -> bool:
    """Return whether a text is a tag of BCP 47."""
    return len(text) <= LONGEST_LANGUAGE and LANGUAGE.fullmatch(text) is not None


def check_language(violations: Violations, language: str) -> None:
    """Note it where a language is no tag of BCP 47."""
    if not is_language(language):
        violations.add(["language"], "language", "It is no tag of BCP 47, such as en or uk")
