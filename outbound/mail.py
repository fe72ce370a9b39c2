"""Sends the digest of failed messages by e-mail, through the installation's SMTP server."""

import asyncio
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import orjson

from workflows.messages import Claimed

TIMEOUT_SECONDS = 10.0
SUBJECT = "Selfsame: messages that could not be delivered"


@dataclass(frozen=True, slots=True)
class Mailer:
    """Sends the digest; `server` is smtp://[user:password@]host[:port], or smtps:// for TLS."""

    server: str = field(repr=False)
    receiver: str

    async def deliver(self, message: Claimed) -> str | None:
        """Send a digest; return why it was not accepted, None where it was."""
        email = self.compose(message)
        try:
            await asyncio.to_thread(self._send, email)
        except smtplib.SMTPException as error:
            return f"The mail server refused ({type(error).__name__})"
        except OSError:
            return "The mail server cannot be reached"
        return None

    def compose(self, message: Claimed) -> EmailMessage:
        """Return the digest as an e-mail; its id is the message's, the same at each attempt."""
        digest = orjson.loads(message.payload)["data"]
        email = EmailMessage()
        email["Subject"] = f"{SUBJECT} ({digest['date']})"
        email["From"] = f"selfsame@{self.receiver.rpartition('@')[2]}"
        email["To"] = self.receiver
        email["Message-ID"] = f"<{message.id}@selfsame.invalid>"
        lines = [
            f"{row['messages']:>7}  {row['kind']}  since {row['since']}: {row['lastError'] or '-'}"
            for row in digest["failed"]
        ]
        email.set_content("\n".join(["Failed, by kind:", "", *lines, ""]))
        return email

    def _send(self, email: EmailMessage) -> None:
        parts = urlsplit(self.server)
        host = parts.hostname or ""
        context = ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or 465, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(host, parts.port or 587, timeout=TIMEOUT_SECONDS)
        with server:
            server.ehlo()
            if parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=context)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(email)
