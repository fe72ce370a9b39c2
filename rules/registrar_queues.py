"""Which records wait for registrars: what their queues are made of."""

from rules.vital_events import LIVE, VitalEventKind, VitalEventStatus

KINDS = tuple(VitalEventKind)
STATUSES = LIVE
"""A queue is a kind and one of these statuses."""

WAITING = (VitalEventStatus.DECLARED, VitalEventStatus.CERTIFIED)
"""The statuses in which a record waits, to be registered or to be issued.

A REGISTERED one waits to be certified anew where its last certificate was revoked, and in each a
record waits while a correction of it is open, for nothing else.
"""
