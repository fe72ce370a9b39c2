"""Whose fault it is that something did not arrive."""

from resolvers.enumerations import describe_enum
from rules.messages import MessageFault

describe_enum(
    MessageFault,
    "Whose fault it is that an attempt did not arrive.",
    OURS="This installation's: an error within it, a worker that was lost, keys that do not fit.",
    THEIRS="The receiver's: refused, not reached, or switched off.",
)

__all__ = ["MessageFault"]
