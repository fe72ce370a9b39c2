"""Sends checkpoints to witnesses, whose addresses the operators have set (rule Y2)."""

import http.client
import urllib.error
import urllib.request

SECONDS = 5.0
MOST_BYTES = 65_536


class WitnessUnreachable(Exception):
    """A witness did not answer, or with something that is no answer."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


def post(url: str, body: str) -> tuple[int, str]:
    """Return the status and text of the answer. Blocks. Raises WitnessUnreachable."""
    request = urllib.request.Request(
        f"{url.rstrip('/')}/add-checkpoint",
        body.encode(),
        {"content-type": "text/plain; charset=utf-8"},
    )
    try:
        with _OPENER.open(request, timeout=SECONDS) as answer:
            return answer.status, answer.read(MOST_BYTES).decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read(MOST_BYTES).decode(errors="replace")
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise WitnessUnreachable(type(error).__name__) from None
