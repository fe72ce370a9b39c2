"""In which environment something of an organisation happens."""

from enum import StrEnum


class Environment(StrEnum):
    """Whether something is meant, or tried."""

    PRODUCTION = "PRODUCTION"
    TEST = "TEST"
