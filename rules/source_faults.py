"""What is said of a source that does not answer as it should: which host, and what failed (S6).

The console has each sentence in its reader's language; `ui/console/runs/source-faults.ts` knows
them by what stands around the host.
"""

from typing import Final

NAME_UNKNOWN: Final = "The name {host} cannot be looked up"
PRIVATE: Final = "{host} is in a private network"
REFUSED: Final = "{host} refuses the connection"
UNREACHABLE: Final = "{host} cannot be reached"
NO_TLS: Final = "{host} offers no TLS that can be used"
CERTIFICATE: Final = "The certificate of {host} is not valid"
SILENT: Final = "{host} did not answer within {seconds} seconds"
BROKEN: Final = "The connection to {host} broke"
ANSWERED: Final = "{host} answered {status}"

FAULTS: Final = (
    NAME_UNKNOWN,
    PRIVATE,
    REFUSED,
    UNREACHABLE,
    NO_TLS,
    CERTIFICATE,
    SILENT,
    BROKEN,
    ANSWERED,
)
