"""Turns the guides in `docs/` into pages, and finds what is asked for in them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from rules.frozen import frozen

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_FOUND: Final = 40
MAX_WORDS: Final = 10
ELSEWHERE = re.compile(r"\.\./(?!schema\.graphql$)")
"""Links out of the guides, to sources, which a page of the product does not have."""


@frozen
class Section:
    """What stands under one heading."""

    anchor: str
    heading: str
    text: str


@frozen
class Guide:
    """A guide as a page."""

    title: str
    html: str
    sections: tuple[Section, ...]


@frozen
class Found:
    """A section in which all words stand."""

    address: str
    title: str
    heading: str
    excerpt: str


def guide_of(markdown: str) -> Guide:
    """Render a guide. It is ours, so what is HTML in it stays."""
    from markdown_it import MarkdownIt  # where a guide is asked for; most processes serve none

    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(markdown)
    sections = tuple(_sections(tokens))
    _set_anchors(tokens, sections)
    for token in tokens:
        token.children = list(_led(token.children)) if token.children else token.children
    html = parser.renderer.render(tokens, parser.options, {})
    # A table that is wider than the page is moved by the keyboard too.
    html = html.replace(
        "<table>", '<div class="wide" role="region" aria-label="Table" tabindex="0"><table>'
    ).replace("</table>", "</table></div>")
    return Guide(sections[0].heading if sections else "", html, sections)


def anchor_of(heading: str) -> str:
    """Return the anchor that GitHub gives a heading, which links of the guides name."""
    return re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-")


def found_in(guides: Mapping[str, Guide], asked: str) -> Sequence[Found]:
    """Return the sections that hold all words, those first that have them in a heading."""
    words = asked.casefold().split()[:MAX_WORDS]
    if not words:
        return ()
    ranked: list[tuple[int, int, Found]] = []
    for name, guide in guides.items():
        for section in guide.sections:
            heading = f"{guide.title} {section.heading}".casefold()
            text = section.text.casefold()
            if all(word in heading or word in text for word in words):
                missing = sum(word not in heading for word in words)
                address = f"/docs/{name}#{section.anchor}"
                excerpt = _excerpt(section.text, words)
                ranked.append(
                    (missing, len(ranked), Found(address, guide.title, section.heading, excerpt))
                )
    return [found for _, _, found in sorted(ranked, key=lambda it: it[:2])[:MAX_FOUND]]


def _excerpt(text: str, words: Sequence[str]) -> str:
    places = [at for word in words if (at := text.casefold().find(word)) >= 0]
    begin = max(0, min(places, default=0) - 60)
    part = text[begin : begin + 200]
    return f"{'… ' if begin else ''}{part}{' …' if begin + 200 < len(text) else ''}"


def _sections(tokens: Sequence["Token"]) -> Iterator[Section]:
    heading, texts, is_heading = "", list[str](), False
    taken: dict[str, int] = {}
    for token in tokens:
        if token.type == "heading_open":
            if heading:
                yield _section(heading, texts, taken)
            texts, is_heading = [], True
        elif token.type == "heading_close":
            is_heading = False
        elif token.type in ("inline", "fence", "code_block"):
            text = _plain(token)
            if is_heading:
                heading = text
            else:
                texts.append(text)
    if heading:
        yield _section(heading, texts, taken)


def _section(heading: str, texts: Iterable[str], taken: dict[str, int]) -> Section:
    anchor = anchor_of(heading)
    repeated = taken.get(anchor, 0)
    taken[anchor] = repeated + 1
    return Section(f"{anchor}-{repeated}" if repeated else anchor, heading, " ".join(texts))


def _plain(token: "Token") -> str:
    if token.children is None:
        return token.content
    return "".join(
        " " if it.type == "softbreak" else it.content
        for it in token.children
        if it.type != "html_inline"
    )


def _set_anchors(tokens: Sequence["Token"], sections: Sequence[Section]) -> None:
    headings = (it for it in tokens if it.type == "heading_open")
    for token, section in zip(headings, sections, strict=True):
        token.attrSet("id", section.anchor)


def _led(children: Sequence["Token"]) -> Iterator["Token"]:
    """Yield what a paragraph holds, without links that lead out of the guides, and pictures."""
    left_out = False
    for token in children:
        if token.type == "link_open":
            left_out = bool(ELSEWHERE.match(str(token.attrGet("href"))))
        if token.type in ("link_open", "link_close") and left_out:
            left_out = token.type == "link_open"
        elif token.type == "image":
            yield token.copy(type="text", tag="", content=f"[{token.content}]", children=None)
        else:
            yield token


def page_of(title: str, main: str, *, asked: str = "", listed: Mapping[str, str]) -> str:
    """Return a whole page: what leads to all guides, the search, and what it is about."""
    links = "".join(
        f'<li><a href="/docs/{escape(name)}">{escape(it)}</a></li>' for name, it in listed.items()
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} - Selfsame</title>
<link rel="stylesheet" href="/docs/page.css">
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header>
<p><a href="/docs">Guides</a> <a href="/schema.graphql">Schema</a></p>
<form action="/docs" role="search"><label for="q">Search the guides</label>
<input id="q" name="q" type="search" maxlength="200" value="{escape(asked)}">
<button>Search</button></form>
</header>
<nav aria-label="All guides"><ul>{links}</ul></nav>
<main id="main" tabindex="-1">
{main}
</main>
</body>
</html>
"""


def results_of(asked: str, found: Sequence[Found]) -> str:
    """Return what a search shows."""
    count = (
        f"{len(found)} of many sections" if len(found) == MAX_FOUND else f"{len(found)} sections"
    )
    lines = "".join(
        f'<li><a href="{escape(it.address)}">{escape(it.title)}: {escape(it.heading)}</a>'
        f"<p>{escape(it.excerpt)}</p></li>"
        for it in found
    )
    return f"<h1>Search: {escape(asked)}</h1><p>{count}.</p><ul class=found>{lines}</ul>"
