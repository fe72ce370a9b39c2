"""Certificates on paper: whether one is valid, what it must say, and its page to print."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

import httpx2
from pydantic import BaseModel, ConfigDict, Field
from selfsame_client.errors import NotFound, SelfsameError, Unanswered
from selfsame_client.responses import data_of, error_without_body


class _Facts(BaseModel):
    model_config = ConfigDict(populate_by_name=True)


class Standing(_Facts):
    """Whether a certificate is valid, as everybody may ask who knows its number."""

    serial_number: Annotated[str, Field(alias="serialNumber")]
    status: str
    """VALID, REVOKED, or a word of a later version."""
    revoked_at: Annotated[datetime | None, Field(alias="revokedAt")] = None
    reason: str | None = None

    @property
    def is_valid(self) -> bool:
        """Whether the paper may be relied on."""
        return self.status == "VALID"


class PaperLine(BaseModel):
    """One line that the paper must have."""

    field: str
    label: str
    text: str | None
    """None where the record does not say it."""


class VerifiedPaper(Standing):
    """What the paper must say, for whoever holds it."""

    kind: str
    language: str
    lines: list[PaperLine]


@dataclass(frozen=True, slots=True)
class Papers:
    """Asks about certificates; no token is needed for that."""

    http: httpx2.Client

    def standing(self, verification_url: str) -> Standing:
        """Return whether the certificate of an address, as its QR code has it, is valid."""
        address = urlsplit(verification_url)._replace(fragment="").geturl()
        return Standing.model_validate(self._read(self._sent("GET", address)))

    def read(self, verification_url: str) -> VerifiedPaper:
        """Return what the paper must say: the secret behind `#` opens it."""
        parts = urlsplit(verification_url)
        address = parts._replace(fragment="").geturl()
        answer = self._sent("POST", address, json={"secret": parts.fragment})
        return VerifiedPaper.model_validate(self._read(answer))

    def page(self, url: str, token: str | None = None) -> bytes:
        """Return the page that a `pdfUrl` or a `receiptUrl` leads to, as PDF."""
        headers = {} if token is None else {"authorization": f"Bearer {token}"}
        answer = self._sent("GET", url, headers=headers)
        if answer.status_code != 200:
            raise _refusal(answer)
        return answer.content

    def _sent(
        self,
        method: str,
        url: str,
        json: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx2.Response:
        given = {"accept": "application/json", **(headers or {})}
        if url.partition("?")[0].endswith(".pdf"):
            given["accept"] = "application/pdf"
        try:
            return self.http.request(method, url, json=json, headers=given)
        except httpx2.HTTPError as error:
            raise Unanswered(f"No answer: {type(error).__name__}") from None

    def _read(self, answer: httpx2.Response) -> object:
        if answer.status_code != 200:
            raise _refusal(answer)
        try:
            return answer.json()
        except ValueError:
            raise Unanswered("The answer cannot be read") from None


def _refusal(answer: httpx2.Response) -> SelfsameError:
    """Return what was refused; where the body has no code, the status says it."""
    try:
        data_of(answer)
    except Unanswered:
        if answer.status_code == 404:
            return NotFound("There is no such paper")
    except SelfsameError as refusal:
        return refusal
    return error_without_body(answer) or Unanswered("The answer cannot be read")
