"""The environments, as the schema describes them to sources and messages alike."""

from resolvers.enumerations import describe_enum
from rules.environments import Environment

__all__ = ["Environment"]

describe_enum(
    Environment,
    "Whether something is meant, or tried.",
    PRODUCTION="It is meant.",
    TEST="It is tried.",
)
