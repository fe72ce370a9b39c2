"""Serves what auditors and witnesses need: checkpoints, their keys, consistency proofs (Y2, Y3)."""

from base64 import b64encode
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from rules.audit_tree import read_size
from rules.refusals import BadRequest, Refusal
from server.http.json_endpoints import json_response, refused
from server.identity.audit_keys import AuditKeys
from server.identity.checkpoint_file import CheckpointFile
from server.postgres.pool import Pool
from workflows import audit_tree

HEADERS = {"cache-control": "no-store"}


@dataclass(slots=True)
class AuditEndpoints:
    """The endpoints of the sealed trail. They show sizes and hashes, and so are open to anybody."""

    pool: Pool
    keys: AuditKeys
    cosigned: CheckpointFile

    def routes(self) -> list[Route]:
        """Return the routes of its paths."""
        return [
            Route("/audit/checkpoint", self._checkpoint, methods=["GET"]),
            Route("/audit/key", self._key, methods=["GET"]),
            Route("/audit/consistency", self._consistency, methods=["GET"]),
        ]

    async def _checkpoint(self, _request: Request) -> Response:
        try:
            async with self.pool.connection("audit") as connection:
                note = await audit_tree.newest_note(connection)
        except Refusal as refusal:
            return refused(refusal)
        if note is None:
            return PlainTextResponse("Nothing is sealed yet.\n", 404, HEADERS)
        cosigned = self.cosigned.last_note()
        if cosigned is not None and cosigned.startswith(note):
            note = cosigned
        return PlainTextResponse(note, 200, HEADERS)

    async def _key(self, _request: Request) -> Response:
        keys = "".join(f"{key.text}\n" for key in self.keys.public())
        return PlainTextResponse(keys, 200, HEADERS)

    async def _consistency(self, request: Request) -> Response:
        try:
            old, new = (_size(request, name) for name in ("from", "to"))
            async with self.pool.connection("audit") as connection:
                proof = await audit_tree.consistency_of_sealed(connection, old, new)
        except Refusal as refusal:
            return refused(refusal)
        hashes = [b64encode(it).decode() for it in proof]
        return json_response(200, {"from": str(old), "to": str(new), "hashes": hashes})


def _size(request: Request, name: str) -> int:
    size = read_size(request.query_params.get(name, ""))
    if size is None:
        raise BadRequest(f"{name} is the size of a tree, a decimal number.")
    return size
