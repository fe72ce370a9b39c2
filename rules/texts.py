"""What no text may hold, and how long the texts of a civil registry may be."""

import re

NAME_LIMIT = 64
"""Characters of a person's first, second or last name."""

TEXT_LIMIT = 500
"""Characters of a place, a cause, a reason, or the name of a template (rule C3)."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROLS_AND_LINE_ENDS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def has_controls(text: str) -> bool:
    """Return whether a text holds a control other than tab and line ends, or a lone surrogate."""
    return _CONTROLS.search(text) is not None


def has_controls_or_line_ends(text: str) -> bool:
    """Return whether a text of one line holds any control, line end or lone surrogate."""
    return _CONTROLS_AND_LINE_ENDS.search(text) is not None
