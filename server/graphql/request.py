"""What a client sends to have one operation executed, and what comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError

from rules.refusals import BadRequest, Code


@dataclass(slots=True)
class GraphQLRequest:
    """The parameters of a GraphQL request."""

    query: str
    """The text of the document."""
    operation_name: str | None
    variables: dict[str, Any]
    is_get: bool
    """Whether only queries may be executed: a GET promises to change nothing."""
    document_id: str | None = None
    """The SHA-256 that stands for the text, which is empty then. Rule X3."""
    position: int | None = None
    """How far what is read has to have come. Rule Z3."""


@dataclass(slots=True)
class GraphQLResponse:
    """The response to a request whose document was reached."""

    body: bytes
    """JSON."""
    has_data: bool
    """False after a request error: nothing was executed, and the body has no `data`."""
    label: str = ""
    """The operation's name in metrics and logs, as `query mergeRequests`; never client's words."""
    position: int | None = None
    """How far its act has come, where queries are read from standbys. Rule Z3."""
    codes: Sequence[Code] = ()
    """Those of its errors."""


class RequestErrors(Exception):
    """A document is invalid, or variables cannot be coerced: nothing is executed."""

    def __init__(self, errors: Sequence[GraphQLError]) -> None:
        super().__init__("request errors")
        self.errors = errors


class MutationByGet(BadRequest):
    """A mutation was sent by GET, which executes queries only."""

    def __init__(self) -> None:
        super().__init__("Mutations must be sent by POST.")
