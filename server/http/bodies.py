"""How the small endpoints beside the GraphQL door read a body and know who sends it."""

from starlette.requests import Request

LONGEST_BODY = 16 * 1024


class BodyTooLarge(Exception):
    """The body is larger than anything that these endpoints take."""


async def body_of(request: Request) -> bytes:
    """Read a body within its bound. Raises BodyTooLarge."""
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or len(length) > 9 or int(length) > LONGEST_BODY:
        raise BodyTooLarge
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_BODY:
            raise BodyTooLarge
    return bytes(body)


def media_type(request: Request) -> str:
    """Name the body's media type, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def address_of(request: Request) -> str:
    """Name the address that the request came from, as far as the server knows it."""
    return request.client.host if request.client else ""
