"""When a pair is disputed, and that a merge may contradict a decision (rules B17 and H24)."""

from rules.refusals import Code, Refusal

FEWEST_VOTES = 2
"""So many votes of each of two decisions make a dispute at least."""


class MergeContradictsDecision(Refusal):
    """The merge would join records that an earlier decision keeps apart (rule H24)."""

    code = Code.CONFLICT
    message = "Merge contradicts an earlier decision"
