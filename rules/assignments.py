"""How long a registrar has a declaration to themselves, and what others hear meanwhile (C16)."""

from rules.refusals import Code, Refusal

ASSIGNED_HOURS = 24
"""So long a record stays with the registrar who took it, unless it ends before (rule C16)."""


class RecordIsAssigned(Refusal):
    """Another registrar has taken the record, and acts on it alone (rule C16)."""

    code = Code.CONFLICT
    message = "Record is assigned to another registrar"
