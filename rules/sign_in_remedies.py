"""What to do about the refusals of signing in and of access (rules E3, E5, E6, E9, E10)."""

from collections.abc import Mapping
from types import MappingProxyType

SIGN_IN: Mapping[str, str] = MappingProxyType(
    {
        "A code of the second factor is needed": "Ask for it, and send it as `code` beside "
        "the password.",
        "A second factor is set up already": "Remove it before another is set up.",
        "A second factor must be set up": "Let the user set one up: `/auth/second-factor/begin`.",
        "Nobody takes their own second factor without a code": "Remove it by "
        "`/auth/second-factor/remove`, or let another ADMIN take it.",
        "Second factor not found": "Look whether one is set up, or begin to.",
        "Session not found": "List `mySessions`: it may have ended meanwhile.",
        "The password must be changed": "Send the old and a new one to `/auth/password`.",
        "Too many failed attempts": "Wait as `Retry-After` says; look at the secret meanwhile.",
        "The last ADMIN can be neither blocked nor stripped": "Make another ADMIN first.",
        "The client of the console keeps its name": "Leave the name as it is.",
    }
)
"""By the message of each refusal."""
