"""How a receipt says who paid what for which certificate (C8)."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from rules.certificates import CollectorRelationship
from rules.refusals import Code, Refusal
from rules.regions import PART_OF_NUMBERS
from rules.vital_events import VitalEventKind

RECEIPT_NUMBER = re.compile(f"R-{PART_OF_NUMBERS}[0-9]{{4}}-[0-9]{{7,}}")
LANGUAGES = ("en", "uk")
PURPOSES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            VitalEventKind.BIRTH: "Certificate of birth {certificate}, record {record}",
            VitalEventKind.DEATH: "Certificate of death {certificate}, record {record}",
            VitalEventKind.MARRIAGE: "Certificate of marriage {certificate}, record {record}",
        },
        "uk": {
            VitalEventKind.BIRTH: "Свідоцтво про народження {certificate}, актовий запис {record}",
            VitalEventKind.DEATH: "Свідоцтво про смерть {certificate}, актовий запис {record}",
            VitalEventKind.MARRIAGE: "Свідоцтво про шлюб {certificate}, актовий запис {record}",
        },
    }
)
PAYERS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            CollectorRelationship.MOTHER: "the mother",
            CollectorRelationship.FATHER: "the father",
            CollectorRelationship.SPOUSE: "a spouse",
            CollectorRelationship.INFORMANT: "the informant",
            CollectorRelationship.OTHER: "the collector",
        },
        "uk": {
            CollectorRelationship.MOTHER: "матері",
            CollectorRelationship.FATHER: "батька",
            CollectorRelationship.SPOUSE: "подружжя",
            CollectorRelationship.INFORMANT: "заявника",
            CollectorRelationship.OTHER: "отримувача",
        },
    }
)
"""Who paid, where the record has no name of them that can be printed."""


class ReceiptNotFound(Refusal):
    """No payment has this receipt number, or none that the caller may read."""

    code = Code.NOT_FOUND
    message = "Receipt not found"


def read_receipt_number(text: str) -> str | None:
    """Read the number of a receipt as people type it; None where it can be none."""
    number = text.strip().upper()
    return number if RECEIPT_NUMBER.fullmatch(number) else None


def language_of_receipt(language: str) -> str:
    """Return in which language the receipt of a certificate is: its own, or else English."""
    primary = language.partition("-")[0].lower()
    return primary if primary in LANGUAGES else LANGUAGES[0]


def purpose(language: str, values: Mapping[str, str | None]) -> str:
    """Say for which certificate of which record was paid."""
    return PURPOSES[language][str(values["kind"])].format(
        certificate=values["serialNumber"], record=values["registrationNumber"]
    )


def payer(language: str, values: Mapping[str, str | None], *, is_printable: bool) -> str:
    """Say who paid: by name, where there is one that can be printed, or by what they are."""
    name = values.get("payer")
    return name if name and is_printable else PAYERS[language][str(values["relationship"])]
