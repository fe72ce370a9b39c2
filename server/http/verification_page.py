"""The page on which anybody sees whether a certificate is valid (C14)."""

from dataclasses import fields
from html import escape
from pathlib import Path
from string import Template

from rules.frozen import frozen
from rules.printed_values import date_in_words
from rules.verification import Standing
from server.http.verification_texts import TEXTS
from workflows.verification import PublicStanding

FILES = Path(__file__).parent / "verification_files"
PAGE = Template((FILES / "page.html").read_text())
STANDARD_LANGUAGE = "en"


@frozen
class Verdict:
    """What stands large on the page: `state` chooses its colour and its sign."""

    state: str
    heading: str
    sentence: str


def language_of(wanted: str | None, accepted: str) -> str:
    """Choose the page's language: that which is asked for, or the first that a browser prefers."""
    if wanted is not None and wanted in TEXTS:
        return wanted
    listed = []
    for at, element in enumerate(accepted.split(",")[:20]):
        tag, _, rest = element.strip().partition(";")
        weight = rest.strip().removeprefix("q=") if rest else "1"
        try:
            listed.append((-float(weight), at, tag.partition("-")[0].lower()))
        except ValueError:
            continue
    known = [tag for weight, _, tag in sorted(listed) if tag in TEXTS and weight < 0]
    return known[0] if known else STANDARD_LANGUAGE


def verdict(language: str, standing: PublicStanding) -> Verdict:
    """Say how a certificate stands, in words for people."""
    texts = TEXTS[language]
    if standing.standing is Standing.VALID:
        return Verdict("valid", texts.valid, texts.valid_says)
    assert standing.revoked_at is not None
    assert standing.reason is not None
    date = date_in_words(standing.revoked_at.date().isoformat(), language)
    sentence = texts.revoked_says.format(date=date, reason=texts.reasons[standing.reason])
    return Verdict("revoked", texts.revoked, sentence)


def page(language: str, number: str, shown: Verdict, *, is_known: bool) -> str:
    """Make the page; where the certificate is known, its script reads what the paper must say."""
    texts = TEXTS[language]
    languages = "".join(
        f'<a href="?language={tag}" lang="{tag}" hreflang="{tag}"'
        f"{' aria-current=true' if tag == language else ''}>{escape(it.own_name)}</a>"
        for tag, it in TEXTS.items()
    )
    words = {it.name: getattr(texts, it.name) for it in fields(texts)}
    written = {name: escape(text) for name, text in words.items() if isinstance(text, str)}
    return PAGE.substitute(
        written,
        language=language,
        languages=languages,
        names=escape(", ".join(it.own_name for it in TEXTS.values())),
        serial_number=escape(number),
        state=shown.state,
        heading=escape(shown.heading),
        sentence=escape(shown.sentence),
        is_known=str(is_known).lower(),
        hidden="" if is_known else "hidden",
    )
