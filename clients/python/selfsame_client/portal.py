"""The client of a portal: its operations, and the papers that come of them."""

from selfsame_client.operations.client import Operations
from selfsame_client.papers import Papers, Standing, VerifiedPaper


class Selfsame(Operations):
    """All that a portal does, as a machine with an id and a secret.

    `with Selfsame(url, client_id, client_secret) as selfsame:` is how it begins.
    """

    def standing(self, verification_url: str) -> Standing:
        """Return whether a certificate is valid."""
        return Papers(self._http).standing(verification_url)

    def read_paper(self, verification_url: str) -> VerifiedPaper:
        """Return what a certificate on paper must say."""
        return Papers(self._http).read(verification_url)

    def page(self, url: str) -> bytes:
        """Return a certificate or a receipt to print, by its `pdf_url` or `receipt_url`."""
        return Papers(self._http).page(url)
