"""The agreements of `rules.comparison`, written as macros of DuckDB over prepared records."""

from rules.similarity import (
    LONG_SKELETON_LETTERS,
    LONGER_NAME_EDITS,
    MAILBOX_EDITS,
    NAME_EDITS,
    NUMBER_LENGTH,
    PHONE_LENGTH,
    SKELETON_LETTERS,
    SOUND_EDITS_SHARE,
    TEXT_EDITS_SHARE,
    WORDS_SHARE,
)

_EDITS = " ".join(f"when letters <= {upto} then {edits}" for upto, edits in NAME_EDITS)

MACROS = {
    "edits_of": ("a, b", "damerau_levenshtein(a, b)"),
    "longer_of": ("a, b", "greatest(length(a), length(b))"),
    "shorter_of": ("a, b", "least(length(a), length(b))"),
    "allowed_edits": ("letters", f"case {_EDITS} else {LONGER_NAME_EDITS} end"),
    "close_skeletons": (
        "a, b",
        f"""a.is_latin <> b.is_latin and (
            (a.skeleton = b.skeleton and length(a.skeleton) >= {SKELETON_LETTERS})
            or (shorter_of(a.skeleton, b.skeleton) >= {LONG_SKELETON_LETTERS}
                and edits_of(a.skeleton, b.skeleton) <= 1))""",
    ),
    "exact_names": ("a, b", "a.text = b.text or (a.key = b.key and a.key <> '')"),
    "close_names": (
        "a, b",
        f"""a.key <> '' and b.key <> '' and (
            (len(a.parts) > 0 and len(b.parts) > 0
             and (list_has_all(a.parts, b.parts) or list_has_all(b.parts, a.parts)))
            or (left(a.folded, 1) = left(b.folded, 1) and shorter_of(a.folded, b.folded) = 1)
            or edits_of(a.folded, b.folded) <= allowed_edits(longer_of(a.folded, b.folded))
            or (coalesce(a.sound = b.sound, false) and edits_of(a.folded, b.folded)
                <= {SOUND_EDITS_SHARE}::double * longer_of(a.folded, b.folded))
            or close_skeletons(a, b))""",
    ),
    "alike_names": ("a, b", "exact_names(a, b) or close_names(a, b)"),
    # Of four names that are there: what is null is no evidence of a swap.
    "swapped_names": (
        "first_a, last_a, first_b, last_b",
        """coalesce(
            not (alike_names(first_a, first_b) and alike_names(last_a, last_b))
            and alike_names(first_a, last_b) and alike_names(last_a, first_b), false)""",
    ),
    "exact_dates": ("a, b", "coalesce(a.exact = b.exact, false)"),
    "close_dates": (
        "a, b",
        """case when a.exact is not null and b.exact is not null then
            (a.year = b.year and a.month = b.day and a.day = b.month)
            or abs(datediff('day', a.exact, b.exact)) = 1
            or edits_of(a.digits, b.digits) <= 1
        else a.year = b.year and coalesce(a.month = b.month, true)
            and coalesce(a.day = b.day, true) end""",
    ),
    "exact_numbers": ("a, b", "list_has_any(a.keys, b.keys)"),
    "close_numbers": (
        "a, b",
        f"""len(list_filter(a.measured, lambda x: len(list_filter(b.measured, lambda y:
            shorter_of(x, y) >= {NUMBER_LENGTH} and edits_of(x, y) <= 1)) > 0)) > 0""",
    ),
    "exact_phones": (
        "a, b",
        f"""exact_numbers(a, b)
            or len(list_filter(a.measured, lambda x: len(list_filter(b.measured, lambda y:
            shorter_of(x, y) >= {PHONE_LENGTH} and (ends_with(x, y) or ends_with(y, x)))) > 0)) > 0
        """,
    ),
    "exact_emails": ("a, b", "a.key = b.key"),
    "close_emails": (
        "a, b",
        f"""(a.mailbox = b.mailbox and length(a.mailbox) >= {NUMBER_LENGTH})
            or edits_of(a.key, b.key) <= {MAILBOX_EDITS}""",
    ),
    "exact_addresses": ("a, b", "list_has_any(a.keys, b.keys)"),
    "close_addresses": (
        "a, b",
        f"""len(list_filter(a.measured, lambda x: len(list_filter(b.measured, lambda y:
            2 * len(list_intersect(x.words, y.words))
                >= {WORDS_SHARE}::double * (len(x.words) + len(y.words))
            or edits_of(x.key, y.key)
                <= {TEXT_EDITS_SHARE}::double * longer_of(x.key, y.key))) > 0)) > 0""",
    ),
}
"""Each with its parameters and what it stands for; later ones use earlier ones."""


def statements() -> list[str]:
    """Return the statements that make the macros."""
    return [
        f"create or replace macro {name}({parameters}) as ({body})"
        for name, (parameters, body) in MACROS.items()
    ]
