"""The server: Starlette and Strawberry's own view, one process."""

import socket
from typing import Any

import strawberry
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL

from bench.peers.orm.access import claims_of
from bench.peers.orm.loaders import Loaders
from bench.peers.orm.mutations import Mutation
from bench.peers.orm.queries import Query


class View(GraphQL[Any, Any]):
    """Strawberry's view, with the token's claims and fresh loaders for each request."""

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> dict[str, Any]:
        """Say what resolvers find in their context."""
        assert isinstance(request, Request)
        return {"claims": claims_of(request), "loaders": Loaders(), "request": request}


def main() -> None:
    """Serve on a free port until stopped."""
    view = View(strawberry.Schema(query=Query, mutation=Mutation), graphql_ide=None)
    served = Starlette(routes=[Route("/graphql", view)])
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"listening on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    config = uvicorn.Config(served, loop="uvloop", http="httptools", access_log=False, ws="none")
    uvicorn.Server(config).run([listener])


if __name__ == "__main__":
    main()
