"""The texts of letters: one for each kind and language, with the fields of its kind (U6 and U7)."""

from pathlib import Path
from uuid import uuid4

import pytest

from outbound import letters
from outbound.letters import LANGUAGES, TEXTS, read_text, write_letter
from rules.letters import FIELDS, LetterKind

SENDER = "registry@registry.example"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LetterKind)
def test_u7_each_kind_has_its_text_in_each_language(kind: LetterKind, language: str) -> None:
    text = read_text(kind, language)

    assert text.subject.template
    assert text.body.template.strip()


def test_u7_there_are_no_texts_of_anything_else() -> None:
    found = {path.relative_to(TEXTS) for path in TEXTS.rglob("*") if path.is_file()}

    assert found == {
        Path(language) / f"{kind.value.lower()}.txt" for language in LANGUAGES for kind in FIELDS
    }


@pytest.mark.parametrize(
    "text",
    ["Subject: Roles\n\nNothing to follow\n", "Roles\n\n$link\n", "Subject: $name\n\n$link\n"],
    ids=["a field is missing", "no subject", "a field too many"],
)
def test_u7_a_text_with_other_fields_is_refused(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "roles_changed.txt").write_text(text)
    monkeypatch.setattr(letters, "TEXTS", tmp_path)

    with pytest.raises(ValueError, match=r"roles_changed\.txt"):
        read_text(LetterKind.ROLES_CHANGED, "en")


def test_u6_a_name_begins_no_header() -> None:
    values = {"organisation": "Ward\r\nBcc: all@example.org\x00\u2028X", "link": "https://x"}

    email = write_letter(
        uuid4(), LetterKind.CONSENT_OFFERED, "en", values, SENDER, "rita@example.org"
    )

    assert email["subject"] == "A consent waits for Ward Bcc: all@example.org X"
    assert email["bcc"] is None
    assert "Bcc" not in email.as_bytes().decode().partition("\n\n")[0].replace("Ward Bcc", "")


def test_u7_a_language_without_texts_gets_english() -> None:
    found = read_text(LetterKind.INVITATION, "fr-CA")

    assert found.body.template == read_text(LetterKind.INVITATION, "en").body.template
    assert found.language == "en"
