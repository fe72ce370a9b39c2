"""The GraphQL endpoint over real sockets, with a stand-in that executes a small schema."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeAlias
from uuid import UUID

import httpx2
from graphql import (
    ExecutionResult,
    GraphQLError,
    OperationType,
    build_schema,
    execute_sync,
    get_operation_ast,
    validate,
)

from rules.access import Unauthenticated
from server import errors
from server.graphql import document_bounds
from server.graphql.request import GraphQLRequest, GraphQLResponse, MutationByGet
from server.http.asgi import Headers
from server.identity.tokens import Claims
from tests.serving import TIMEOUT_SECONDS

CLAIMS = Claims(UUID(int=1), UUID(int=2), frozenset({"person:read"}), 2_000_000_000, "selfsame")
SCHEMA = build_schema("""
    enum Colour { RED GREEN }
    type Query { echo(text: String, colour: Colour): String  id(value: ID!): ID }
    type Mutation { change: Int }
""")


@dataclass
class StandIn:
    """Executes documents of a small schema, or raises what a test wants raised."""

    raises: BaseException | None = None
    requests: list[GraphQLRequest] = field(default_factory=list)
    may_answer: asyncio.Event | None = None
    """Where there is one, every response waits for it."""

    async def __call__(
        self, request: GraphQLRequest, claims: Claims | None, correlation_id: UUID
    ) -> GraphQLResponse:
        """Execute one request."""
        self.requests.append(request)
        if self.may_answer is not None:
            await self.may_answer.wait()
        if self.raises is not None:
            raise self.raises
        try:
            document = document_bounds.parse_bounded(request.query)
        except GraphQLError as error:
            return _refused([error])
        if problems := validate(SCHEMA, document):
            return _refused(problems)
        operation = get_operation_ast(document, request.operation_name)
        if operation is None:
            return _refused([GraphQLError("Which operation?")])
        if request.is_get and operation.operation is not OperationType.QUERY:
            raise MutationByGet
        answer = execute_sync(
            SCHEMA,
            document,
            {
                "echo": lambda _, text=None, colour=None: text or colour,
                "id": lambda _, value: value,
            },
            variable_values=request.variables,
            operation_name=request.operation_name,
        )
        assert isinstance(answer, ExecutionResult)
        if answer.data is None and answer.errors:
            return _refused(answer.errors)
        return GraphQLResponse(
            errors.to_json({"data": answer.data}), has_data=True, label="query echo"
        )


def _refused(problems: list[GraphQLError]) -> GraphQLResponse:
    return GraphQLResponse(
        errors.body_of_graphql_errors(problems, suggestions=False), has_data=False
    )


def verify(headers: Headers) -> Claims | None:
    """Trust exactly one token."""
    presented = dict(headers).get(b"authorization")
    if presented is None:
        return None
    if presented != b"Bearer good":
        raise Unauthenticated
    return CLAIMS


@dataclass
class Running:
    """A server that listens, and what executes its requests."""

    port: int
    stand_in: StandIn
    http: httpx2.AsyncClient
    log_stream: BytesIO
    observed: list[tuple[str, int]]

    @property
    def url(self) -> str:
        """The address of the endpoint."""
        return f"http://127.0.0.1:{self.port}/graphql"

    @property
    def log(self) -> list[bytes]:
        """What was logged, line by line."""
        return self.log_stream.getvalue().splitlines()

    async def ask(self, query: str, **headers: str) -> httpx2.Response:
        """Post one query under the newer media type."""
        accept = {"accept": "application/graphql-response+json"}
        return await self.http.post(self.url, json={"query": query}, headers=accept | headers)

    async def say(self, *pieces: bytes) -> bytes:
        """Send raw bytes over a socket of its own, and read until the server closes it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
            async with asyncio.timeout(TIMEOUT_SECONDS):
                return await reader.read()
        finally:
            writer.close()


Start: TypeAlias = Callable[..., Awaitable[Running]]


def error_of(response: httpx2.Response) -> dict[str, Any]:
    """Read the one error of a response that has no data."""
    content = response.json()
    assert set(content) == {"errors"}
    (error,) = content["errors"]
    assert isinstance(error, dict)
    return error
