"""Which places of events are offered to whoever types one (rule C20)."""

LEAST_TYPED = 2
"""Characters that somebody has typed before anything is offered."""

LEAST_RECORDS = 3
"""Registered records that have a place before it is offered: fewer may be of somebody's home."""

MOST_OFFERED = 8
"""Places that are offered at once."""

MOST_LOOKED_AT = 300
"""Places that are looked at for one answer, from the first that begins so."""

MOST_OF_OFFICE = 1_000
"""Records of one organisation that are looked at, the newest, for who is limited to some."""

MOST_RECORDS = 5_000
"""Records of all these organisations that are looked at for one answer."""
