"""Adds headers and a log line to every response that Starlette serves."""

from time import perf_counter

from server.http.asgi import Application, Message, Receive, Scope, Send
from server.observability import correlation, logs

UNLOGGED = frozenset({"/healthz", "/readyz", "/metrics"})
"""Paths that programs read every few seconds."""

WITH_TOKENS = "/invitations/"
"""What follows in such a path lets somebody in, and stands in no log (rule R13)."""

SECURITY_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
# A worker script of the console has the policy that it is served with.
POLICY = (b"content-security-policy", b"default-src 'self'; frame-ancestors 'none'")
IMMUTABLE = (b"cache-control", b"public, max-age=31536000, immutable")
HASHED_FILES = "/static/assets/"
"""Files there have a digest of their content in their names."""


class HeadersAndLogMiddleware:
    """Adds the security headers and the correlation id to each response, and logs it."""

    def __init__(self, application: Application) -> None:
        """Wrap `application`."""
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request, or run the lifespan."""
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        started = perf_counter()
        sent = [value for name, value in scope["headers"] if name == correlation.HEADER]
        correlation_id = correlation.begin(sent[0] if sent else None)
        added = [*SECURITY_HEADERS, (correlation.HEADER, str(correlation_id).encode())]
        status = 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if status == 200 and scope["path"].startswith(HASHED_FILES):
                    added.append(IMMUTABLE)
                # Of two policies browsers obey both, so a page's own would allow nothing more.
                if all(name != POLICY[0] for name, _ in message["headers"]):
                    added.append(POLICY)
                message["headers"] = [*message["headers"], *added]
            await send(message)

        try:
            await self.application(scope, receive, send_with_headers)
        except Exception as error:
            # Starlette has responded with 500 by now, and raises the error again for the log.
            logs.unforeseen("request.failed", error)
        if scope["path"] not in UNLOGGED:
            milliseconds = (perf_counter() - started) * 1000
            logs.answered(scope["method"], logged_path(scope["path"]), status, milliseconds)


def logged_path(path: str) -> str:
    """Return a path as the log has it."""
    return f"{WITH_TOKENS}…" if path.startswith(WITH_TOKENS) else path
