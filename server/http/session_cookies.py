"""The cookie that keeps a browser signed in (rules E5 and E8)."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from rules.frozen import frozen

PLAIN: Final = "selfsame_session"
PLAIN_PATH: Final = "/auth"
HOST_ONLY: Final = f"__Host-{PLAIN}"
"""What a browser takes over https only, for this very host and from no page of a neighbour."""


@frozen
class SessionCookies:
    """Reads and sets the cookie: where https is served by its `__Host-` name alone."""

    is_https_public: bool
    """Whether the address that others see is one of https."""

    def token(self, request: Request) -> str | None:
        """Return the session's token that the browser brings."""
        return request.cookies.get(HOST_ONLY if self._is_https(request) else PLAIN)

    def tokens(self, request: Request) -> list[str]:
        """Return the tokens of all sessions that the browser brings, whatever their names."""
        # Starlette reads them as browsers do: SimpleCookie would drop all for one of a neighbour's.
        cookies = request.cookies
        return [cookies[name] for name in (HOST_ONLY, PLAIN) if name in cookies]

    def keep(self, request: Request, response: Response, token: str, seconds: int) -> None:
        """Have the browser keep a session's token."""
        _set(response, token, seconds, is_https=self._is_https(request))

    def clear(self, response: Response) -> None:
        """Have the browser forget its session, under either name."""
        _set(response, "", 0, is_https=True)
        _set(response, "", 0, is_https=False)

    def _is_https(self, request: Request) -> bool:
        # The scheme is a trusted proxy's where the request came through one.
        return self.is_https_public or request.url.scheme == "https"


def _set(response: Response, token: str, seconds: int, *, is_https: bool) -> None:
    response.set_cookie(
        HOST_ONLY if is_https else PLAIN,
        token,
        max_age=seconds,
        path="/" if is_https else PLAIN_PATH,
        secure=is_https,
        httponly=True,
        samesite="strict",
    )
