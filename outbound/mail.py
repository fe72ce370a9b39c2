"""How an operator is told by e-mail: one message through the SMTP server of the installation."""

import asyncio
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import orjson

from workflows.messages import Claimed

SECONDS = 10.0
SUBJECT = "Selfsame: messages that could not be delivered"


@dataclass(frozen=True, slots=True)
class Mailer:
    """Sends the digest; `server` is smtp://[user:password@]host[:port], or smtps:// for TLS."""

    server: str = field(repr=False)
    receiver: str

    async def deliver(self, message: Claimed) -> str | None:
        """Send a digest and say why it was not taken; None where it was."""
        letter = self.letter(message)
        try:
            await asyncio.to_thread(self._send, letter)
        except smtplib.SMTPException as error:
            return f"The mail server refused ({type(error).__name__})"
        except OSError:
            return "The mail server cannot be reached"
        return None

    def letter(self, message: Claimed) -> EmailMessage:
        """Write the digest as a letter; its id is the message's, the same at each attempt."""
        digest = orjson.loads(message.payload)["data"]
        letter = EmailMessage()
        letter["Subject"] = f"{SUBJECT} ({digest['date']})"
        letter["From"] = f"selfsame@{self.receiver.rpartition('@')[2]}"
        letter["To"] = self.receiver
        letter["Message-ID"] = f"<{message.id}@selfsame.invalid>"
        lines = [
            f"{it['messages']:>7}  {it['kind']}  since {it['since']}: {it['lastError'] or '-'}"
            for it in digest["failed"]
        ]
        letter.set_content("\n".join(["Failed, by kind:", "", *lines, ""]))
        return letter

    def _send(self, letter: EmailMessage) -> None:
        parts = urlsplit(self.server)
        host = parts.hostname or ""
        context = ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or 465, timeout=SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(host, parts.port or 587, timeout=SECONDS)
        with server:
            server.ehlo()
            if parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=context)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(letter)
