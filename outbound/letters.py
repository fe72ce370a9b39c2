"""Writes letters: a text for each kind and language, filled in and made an e-mail (rule U7)."""

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from string import Template
from uuid import UUID

from rules.frozen import frozen
from rules.letters import FIELDS, LetterKind

TEXTS = Path(__file__).parent / "letter_texts"
LANGUAGES = ("en", "uk", "ar")
SUBJECT = "Subject: "


@frozen
class LetterText:
    """What a kind of letter says; `$name` stands where something is filled in."""

    language: str
    subject: Template
    body: Template


def read_text(kind: LetterKind, language: str) -> LetterText:
    """Read the text of a letter. Raises ValueError where it names other fields than its kind has.

    A language that has no texts gets English. Rule U7.
    """
    spoken = language.partition("-")[0]
    written = spoken if spoken in LANGUAGES else LANGUAGES[0]
    path = TEXTS / written / f"{kind.value.lower()}.txt"
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    if not first.startswith(SUBJECT):
        raise ValueError(f"{path} does not begin with a subject")
    text = LetterText(written, Template(first.removeprefix(SUBJECT)), Template(rest.lstrip("\n")))
    named = {*text.subject.get_identifiers(), *text.body.get_identifiers()}
    if named != FIELDS[kind] or not (text.subject.is_valid() and text.body.is_valid()):
        raise ValueError(f"{path} has other fields than {sorted(FIELDS[kind])}")
    return text


def write_letter(
    message_id: UUID,
    kind: LetterKind,
    language: str,
    values: Mapping[str, str],
    sender: str,
    receiver: str,
) -> EmailMessage:
    """Return the e-mail. Raises KeyError where a value is missing. Rules U6 and U7.

    What is filled in has no line breaks, nor anything else that is not shown.
    """
    text = read_text(kind, language)
    shown = {name: one_line(value) for name, value in values.items()}
    email = EmailMessage()
    email["Subject"] = text.subject.substitute(shown)
    email["From"] = sender
    email["To"] = receiver
    email["Date"] = format_datetime(datetime.now(UTC))
    email["Message-ID"] = f"<{message_id}@{sender.rpartition('@')[2]}>"
    # That nobody answers it by a machine, and no list of absences either (RFC 3834).
    email["Auto-Submitted"] = "auto-generated"
    email["Content-Language"] = text.language
    email.set_content(text.body.substitute(shown), cte="quoted-printable")
    return email


def one_line(text: str) -> str:
    """Return a text without line breaks and other controls. Rule U6."""
    seen = "".join(" " if unicodedata.category(it) in ("Cc", "Zl", "Zp") else it for it in text)
    return " ".join(seen.split())
