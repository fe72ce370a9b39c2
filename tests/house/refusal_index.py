"""Writes docs/refusals.md: each violation and each refusal, what it means and what to do.

`python -m tests.house.refusal_index > docs/refusals.md` writes it anew. Meanings of refusals are
their classes' docstrings; the rest stands in `rules/remedies.py` and `rules/violation_remedies.py`.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from rules.refusals import BadRequest, Code, Refusal
from rules.remedies import OAUTH_ERRORS, REFUSALS
from rules.violation_remedies import VIOLATIONS
from tests.house import refusal_sources
from tests.house.citations import defined
from tests.house.repository import ROOT

DOCUMENT = Path("docs/refusals.md")
OPENING = """\
# What a refusal means

Every refusal that a program can meet, with what it means and what to do. This page is written by
`python -m tests.house.refusal_index > docs/refusals.md` from the code and from
[rules/remedies.py](../rules/remedies.py) and
[rules/violation_remedies.py](../rules/violation_remedies.py), and a test holds
it to all of them. Numbers are those of
[rules.md](rules.md); [portal.md](portal.md) shows where a portal meets them.

Programs act on `extensions.code` and, within a code, on the message, which is as it stands here; on
`rule` within `extensions.violations`, whose `message` is for people and may change. A refusal
changes nothing: what was refused was not done, in no part.

## By code

| code | HTTP | send the same again? | what to do |
|---|---|---|---|
| UNAUTHENTICATED | 401 | with a new token | Send it again with that and the same key. |
| FORBIDDEN | 401, 403; 200 from `node` | no | An administrator has to grant what is missing. |
| PASSWORD_MUST_BE_CHANGED | 403 | after a change | Only people who sign in meet it. |
| SECOND_FACTOR_NEEDED | 403 | with a code | Only people who sign in meet it. |
| SECOND_FACTOR_MUST_BE_SET_UP | 403 | after a set-up | Only people who sign in meet it. |
| BAD_REQUEST | 400 and its kin; 200 as JSON | no | The program has a fault: mend it. |
| NOT_FOUND | 200 | no | It does not exist, or not for the caller: no answer tells which. |
| CONFLICT | 200 | no | The state is another than you thought: read it again. |
| UNPROCESSABLE_ENTITY | 200 | once mended | Show the violations where they belong. |
| RATE_LIMITED | 429; 200 from an act | later | Wait as many seconds as `Retry-After` says. |
| UNAVAILABLE | 503 | yes | Wait for `Retry-After`, then more each time. |
| INTERNAL | 500; 200 for a field | yes, a few times | Tell the operators the `correlationId`. |

No answer at all (a timeout, a reset, a bad gateway on the way) is as UNAVAILABLE: it may have been
done. With the same idempotency key it is not done twice.
"""
BAD = """\
## Bad requests

`BAD_REQUEST`: the request never ran. The remedy is always to mend the program, or to ask for less
where a bound is named. What GraphQL itself says of a document or of variables, such as an unknown
field or a day that does not exist, has this code too, and its words are not listed.
"""
CITED = re.compile(r"\b[A-Z](?:[1-9][0-9]?[a-z]?)\b")


def page() -> str:
    """Write the page."""
    return "\n".join([OPENING, *_violations(), *_refusals(), *_oauth(), *_bad_requests()]) + "\n"


def _violations() -> Iterable[str]:
    yield "## Violations\n"
    yield "`UNPROCESSABLE_ENTITY`, `extensions.violations: [{path, rule, message}]`, by `rule`:\n"
    yield "| rule | means | what to do | messages |"
    yield "|---|---|---|---|"
    for rule, messages in sorted(refusal_sources.violations().items()):
        fault = VIOLATIONS[rule]
        said = "; ".join(f'"{text}"' for text in sorted(messages) if text != "\u2026")
        yield f"| `{rule}` | {_ended(fault.meaning)} | {fault.remedy} | {_plain(said)} |"
    yield ""


def _refusals() -> Iterable[str]:
    by_code: dict[Code, list[type[Refusal]]] = {}
    for refusal in refusal_sources.refusals():
        by_code.setdefault(refusal.code, []).append(refusal)
    words = refusal_sources.extensions()
    for code in Code:
        shown = {it.message: it for it in reversed(by_code.get(code, ())) if it is not BadRequest}
        if shown:
            yield f"## {code}\n"
            yield "| message | means | what to do | `extensions` |"
            yield "|---|---|---|---|"
        for message, refusal in sorted(shown.items()):
            if message == BadRequest.message:
                continue
            with_it = ", ".join(f"`{word}`" for word in sorted(words[refusal.__name__]))
            yield f"| {message} | {_meaning(refusal)} | {REFUSALS[message]} | {with_it or '-'} |"
        if shown:
            yield ""


def _oauth() -> Iterable[str]:
    yield "## The token endpoint\n"
    yield "`POST /oauth/token` refuses as RFC 6749 says: `error` has one of these, and"
    yield "`error_description` says to a programmer what exactly is wrong.\n"
    yield "| error | means | what to do |"
    yield "|---|---|---|"
    for error in sorted(refusal_sources.oauth_errors()):
        fault = OAUTH_ERRORS[error]
        yield f"| `{error}` | {_ended(fault.meaning)} | {fault.remedy} |"
    yield ""


def _bad_requests() -> Iterable[str]:
    yield BAD
    yield "| message | refused by |"
    yield "|---|---|"
    for message, modules in sorted(refusal_sources.bad_requests().items()):
        where = ", ".join(f"[{it}](../{it})" for it in sorted(modules))
        yield f"| {_plain(message)} | {where} |"


def _meaning(refusal: type[Refusal]) -> str:
    """Return what a refusal means: the first paragraph of its docstring, numbers as links."""
    return _linked(" ".join((refusal.__doc__ or "").partition("\n\n")[0].split()))


def _ended(text: str) -> str:
    return _linked(f"{text}.")


def _linked(text: str) -> str:
    rules = set(defined((ROOT / "docs/rules.md").read_text()))
    return CITED.sub(
        lambda it: f"[{it[0]}](rules.md#{it[0].lower()})" if it[0] in rules else it[0], text
    )


def _plain(text: str) -> str:
    """Return a text as a cell of a table shows it."""
    return text.replace("<", "&lt;").replace("|", "\\|") or "-"


if __name__ == "__main__":
    print(page(), end="")
