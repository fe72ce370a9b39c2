"""A typed client of Selfsame, made from its schema: a method for each operation."""

from selfsame_client.errors import (
    BadRequest,
    Conflict,
    Forbidden,
    Internal,
    NotFound,
    RateLimited,
    SelfsameError,
    Unanswered,
    Unauthenticated,
    Unavailable,
    UnprocessableEntity,
    Violation,
)
from selfsame_client.papers import PaperLine, Standing, VerifiedPaper
from selfsame_client.portal import Selfsame
from selfsame_client.transport import idempotency_key

__all__ = [
    "BadRequest",
    "Conflict",
    "Forbidden",
    "Internal",
    "NotFound",
    "PaperLine",
    "RateLimited",
    "Selfsame",
    "SelfsameError",
    "Standing",
    "Unanswered",
    "Unauthenticated",
    "Unavailable",
    "UnprocessableEntity",
    "VerifiedPaper",
    "Violation",
    "idempotency_key",
]
