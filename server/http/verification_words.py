"""What the public page of certificates says in any one language."""

from collections.abc import Mapping

from rules.frozen import frozen
from rules.verification import RevocationReason


@frozen
class Texts:
    """The texts of the page in one language; braces are filled in."""

    own_name: str
    title: str
    number: str
    valid: str
    valid_says: str
    revoked: str
    revoked_says: str
    reasons: Mapping[RevocationReason, str]
    unknown: str
    unknown_says: str
    busy: str
    busy_says: str
    without_code: str
    without_script: str
    reading: str
    failed: str
    altered: str
    altered_says: str
    compare: str
    compare_says: str
    compare_revoked: str
    fields: Mapping[str, str]
    owners: Mapping[str, str]
    nothing: str = "—"
    direction: str = "ltr"
