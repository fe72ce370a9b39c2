"""The keys of all advisory locks: two uses of one key would wait for each other.

Every lock is the transaction's, never the session's.
"""

MIGRATION = 7_305_114_002
"""One migration at a time."""

LAST_ADMIN = 7_305_114_003
"""Transactions that take an administrator's access away run one after the other (rule E3)."""

MAKING_MESSAGES = 7_305_114_005
"""One worker at a time makes messages of events, so that they are in order (rule F2)."""

DIGEST = 7_305_114_006
"""One worker makes the day's digest of messages."""

REGISTRATIONS = 7_305_114_007
"""Deaths and marriages are registered one after the other, and while no person comes on record by
an import or a birth, who share it: none misses what another has not committed yet (C8a, N6)."""

CERTIFICATE_TEMPLATES = 7_305_114_008
"""Templates are loaded and retired one after the other, so that their versions count (C12)."""

DETECTION_MODELS = 7_305_114_009
"""One model is activated at a time, and while no act writes weights, which share it (rule H9)."""

DETECTION = 7_305_114_010
"""One comparison of the whole register at a time (rule H10)."""

ORGANISATIONS = 7_305_114_011
"""One act at a time moves an organisation, and while none is added by those who share it (R1)."""

SEALING = 7_305_114_012
"""One worker at a time seals entries of the trail, so that the tree has one order (rule Y1)."""

KNOWN_KEYS = 7_305_114_013
"""One process at a time compares keys with those that the database knows (rule Z8)."""

PARTITIONS = 7_305_114_014
"""One worker at a time makes the partitions of the periods to come (rule Z6)."""

FAILED_ATTEMPTS = 7_305_114
"""The first of two keys; the second is the hash of whose attempt failed (rules E1, E5)."""

NAME_SEED = 4
"""The seed of the hash of a kind and a name, for those who declare people of that name (C5)."""
