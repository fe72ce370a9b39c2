"""Reads the bodies of the endpoints that Starlette serves, and where a request comes from."""

from starlette.requests import Request

MAX_BODY = 16 * 1024


class BodyTooLarge(Exception):
    """The body is larger than it may be."""


async def body_of(request: Request, most: int = MAX_BODY) -> bytes:
    """Read a body of at most so many bytes. Raises BodyTooLarge."""
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or len(length) > 9 or int(length) > most:
        raise BodyTooLarge
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            raise BodyTooLarge
    return bytes(body)


def media_type(request: Request) -> str:
    """Return the media type of the body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def address_of(request: Request) -> str:
    """Return the address that the request came from, or an empty text."""
    return request.client.host if request.client else ""
