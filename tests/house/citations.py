"""How rules are cited: which numbers `docs/rules.md` defines, and which a text or a test cites.

A number is a letter and a count, as B7; an area that is one rule is its letter alone. Cited is

- a number, or a list or range of numbers, after the word rule or rules, whatever its letter: so a
  number of an area that is not there yet is found too;
- a number of an area of `docs/rules.md` that stands alone in prose, in parentheses or not;
- a word of a test's name that is such a number; `to` between two of them is a range. The first word
  may have any letter, since a test that proves a rule begins with its number.

Prose is what is written for people: comments, docstrings, and Markdown outside of code. In code a
letter with a digit is a name like any other.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import dedent

COUNT = "[1-9][0-9]?[a-z]?"
DEFINITION = re.compile(rf'<a id="([a-z0-9]+)"></a>(?:\*\*)?([A-Z](?:{COUNT})?)\b')
SEPARATOR = r"\s*(?:,(?:\s*(?:and|or)\b)?|\u2013|-|\bto\b|\band\b|\bor\b)\s*"
RANGE = re.compile(r"\s*(?:\u2013|-|\bto\b)\s*")
PARTS = re.compile(rf"([A-Z](?:{COUNT})?)({SEPARATOR})?")
AFTER_THE_WORD = re.compile(
    rf"\b[Rr]ules?\s+([A-Z](?:{COUNT})?(?:{SEPARATOR}[A-Z]{COUNT})*)(?![\w/+=])"
)
MAY_CITE = re.compile(rf"\b[A-Z]{COUNT}\b|\b[Rr]ules?\s+[A-Z]\b")
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
PROSE = {
    "--": re.compile(r"--([^\n]*)|/\*(.*?)\*/", re.DOTALL),
    "//": re.compile(r"(?<!:)//([^\n]*)|/\*(.*?)\*/", re.DOTALL),
    "#": re.compile(r'(?:^|\s)#([^\n]*)|"""(.*?)"""', re.DOTALL),
}
LANGUAGES = {
    ".sql": "--",
    **dict.fromkeys((".ts", ".tsx", ".js", ".mjs", ".css"), "//"),
    **dict.fromkeys(("", ".graphql", ".sh", ".toml", ".yml", ".yaml"), "#"),
}
"""By which sign a comment begins in files of this suffix."""


def defined(page: str) -> list[str]:
    """Return the numbers that a page of rules defines, in its order: each behind its own anchor."""
    return [number for anchor, number in DEFINITION.findall(page) if anchor == number.lower()]


def areas(rules: Iterable[str]) -> frozenset[str]:
    """Return the letters of these rules."""
    return frozenset(number[0] for number in rules)


def prose(name: Path, text: str) -> str:
    """Return what is written for people in a file, without the signs of its comments.

    Of a file that has no number at all it is nothing: most need not be taken apart.
    """
    if MAY_CITE.search(text) is None:
        return ""
    if name.suffix == ".py":
        return "\n".join(_python_prose(text))
    if name.suffix in (".md", ".html"):
        return CODE.sub(" ", text)
    if name.suffix not in LANGUAGES:
        return ""
    found = PROSE[LANGUAGES[name.suffix]].finditer(text)
    return "\n".join(re.sub(r"\n\s*\*", "\n", each[1] or each[2] or "") for each in found)


def _python_prose(text: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string.lstrip("# ")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


def cited(text: str, letters: frozenset[str]) -> set[str]:
    """Return the numbers that prose cites; `letters` are those of the areas that there are."""
    alone = f"[{''.join(sorted(letters))}]{COUNT}"
    anywhere = re.compile(rf"(?<![\w/.#%&+=$@-])({alone}(?:{SEPARATOR}{alone})*)(?![\w/+=])")
    found = [*AFTER_THE_WORD.findall(text), *anywhere.findall(text)]
    return {number for each in found for number in _expanded(each)}


def cited_by_name(test: str, letters: frozenset[str]) -> set[str]:
    """Return the numbers that a test's name cites."""
    words = test.removeprefix("test_").split("_")
    numbers: list[str] = []
    for position, word in enumerate(words):
        number = word[:1].upper() + word[1:]
        is_known = number[:1] in letters or position == 0
        if re.fullmatch(rf"[A-Z]{COUNT}", number) and is_known:
            is_end = position >= 2 and words[position - 1] == "to" and bool(numbers)
            numbers += _between(numbers[-1], number) if is_end else [number]
        elif len(word) == 1 and number in letters and not _is_article(word):
            numbers.append(number)
    return set(numbers)


def _is_article(word: str) -> bool:
    return word == "a"


def _expanded(citation: str) -> list[str]:
    """Return all numbers of a list, those within a range too."""
    numbers: list[str] = []
    before = ""
    for number, separator in PARTS.findall(citation):
        is_end = RANGE.fullmatch(before) is not None
        numbers += _between(numbers[-1], number) if is_end else [number]
        before = separator
    return numbers


def _between(first: str, last: str) -> list[str]:
    """Return the numbers after the first of a range, up to its end."""
    if first[0] != last[0]:
        return [last]
    begin, end = (int(re.sub(r"\D", "", number)) for number in (first, last))
    return [f"{first[0]}{count}" for count in range(begin + 1, end)] + [last]


def named_tests(text: str) -> Iterator[tuple[str, str]]:
    """Return the tests of a module, each with its source."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("test_"):
            lines = text.splitlines()[node.lineno - 1 : node.end_lineno]
            yield node.name, dedent("\n".join(lines))
