"""The page at /graphql on which documents are written, for whoever opens it in a browser."""

from pathlib import Path
from typing import Final

from server.http.console import head_naming
from server.http.content_codings import page_of
from server.http.sandbox import PATH as SANDBOX
from server.settings import Settings

PAGE: Final = Path(__file__).parents[1] / "static" / "ide" / "index.html"
HEAD_OF_SANDBOX: Final = f'<meta name="sandbox" content="{SANDBOX}">'
"""By which the page knows that there is a machine to ask as, and where it is named."""

POLICY: Final = (
    b"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    b"img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def page_for(settings: Settings, *, is_sandbox: bool) -> bytes | None:
    """Return the page where documents that it writes are executed; None elsewhere.

    It signs in by itself as the accounts of a demo, and as the machine of a sandbox; a register
    names none.
    """
    if not (settings.introspection and settings.documents == "any" and PAGE.exists()):
        return None
    head = head_naming(settings.demo_accounts, HEAD_OF_SANDBOX if is_sandbox else "")
    return PAGE.read_bytes().replace(b"</head>", head.encode())


def encoded_page(
    page: bytes, accept_encoding: bytes
) -> tuple[bytes, tuple[tuple[bytes, bytes], ...]] | None:
    """Return the page in a coding that a browser accepts, with its headers; None for no coding."""
    chosen = page_of(page).chosen(accept_encoding.decode("latin-1"))
    if chosen is None:
        return None
    body, headers = chosen
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    policy = (b"content-security-policy", POLICY)
    return body, (*encoded, policy, (b"x-content-type-options", b"nosniff"))
