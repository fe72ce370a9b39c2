"""Takes the values out of graphql-core's messages: what was sent is not repeated. Rule D4.

A message keeps what is wrong and where: the variable, the path in it, the type, the name of the
field. A value always ends its message, but for a name that an enumeration does not have. So
everything from the first word that announces a value is left out, and nothing in a value can end
the cut.
"""

import re

_ENUM_VALUE = re.compile(r"(^|: )Value '.*' does not exist in", re.DOTALL)
_ODD_FIELD = re.compile(r" unknown field '(?![_A-Za-z][_0-9A-Za-z]{0,63}').*", re.DOTALL)
_CUTS = (
    re.compile(r"(), but encountered error '.*", re.DOTALL),
    re.compile(r"()[,;] found: .*", re.DOTALL),
    re.compile(r"(\?) Found: .*", re.DOTALL),
    re.compile(r"( cannot represent [a-z0-9 -]*): .*", re.DOTALL),
)
_SYNTAX_CUTS = (
    re.compile(r"(\b(?:found|Unexpected) (?:String|BlockString|Int|Float)) .*", re.DOTALL),
    re.compile(r"( Invalid .*?)(?: but got)?(?:: |, did you mean ).*", re.DOTALL),
)


def without_values(message: str) -> str:
    """Return a message of parsing, validating or coercing without the value that it quotes."""
    if message.startswith("Syntax Error: "):
        return _cut(message, _SYNTAX_CUTS)
    message = _ENUM_VALUE.sub(r"\1Value does not exist in", message)
    message = _ODD_FIELD.sub(" unknown field.", message)
    return _cut(message, _CUTS)


def _cut(message: str, cuts: tuple[re.Pattern[str], ...]) -> str:
    for cut in cuts:
        message = cut.sub(_ended, message)
    return message


def _ended(match: re.Match[str]) -> str:
    kept = match[1]
    return kept if kept.endswith("?") else f"{kept}."
