"""What a source that is retired refuses."""

from rules.refusals import Code, Refusal


class SourceIsRetired(Refusal):
    """The source is retired: nothing is linked or synced with it any more (rule S5)."""

    code = Code.CONFLICT
    message = "Source is retired"


WHY_CANCELLED = "The source was retired"
"""The `lastError` of a run that was under way then."""
