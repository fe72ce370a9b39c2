"""Names what a sandbox is tried with: its machine and its accounts, which are no secrets there."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.http.json_endpoints import json_response
from server.postgres.pool import Pool
from workflows import accounts

MACHINE = "portal"
PATH = "/sandbox"


class SandboxPage:
    """Responds to `GET /sandbox`, in a sandbox alone. Rule X5."""

    def __init__(self, pool: Pool, users: tuple[str, ...]) -> None:
        """Take the users, as NAME:ROLE; the machine's id is another in each sandbox."""
        self.pool = pool
        self.users = users

    def routes(self) -> list[Route]:
        """Return the route of its path."""
        return [Route(PATH, self._answer, methods=["GET"])]

    async def _answer(self, _: Request) -> Response:
        named = [it.split(":") for it in self.users]
        async with self.pool.connection("sandbox") as connection:
            client = await accounts.client_id(connection, MACHINE)
        return json_response(
            200,
            {
                "clientId": str(client),
                "clientSecret": MACHINE,
                "accounts": [
                    {"username": name, "password": name, "role": role} for name, role in named
                ],
                "guide": "/docs/sandbox.md",
            },
        )
