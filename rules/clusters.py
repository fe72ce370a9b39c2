"""How far the cluster of a pair reaches, and how a pair in it may stand (rule H25)."""

from enum import StrEnum

STEPS = 2
"""So many pairs away from either record the farthest record of its cluster is."""

MOST_PERSONS = 20
"""So many records of a cluster are shown."""


class ClusterLinkState(StrEnum):
    """How a pair of a cluster stands: it is open, or what was settled of it."""

    OPEN = "OPEN"
    MERGED = "MERGED"
    SPLIT = "SPLIT"
    TRASH = "TRASH"
