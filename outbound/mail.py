"""Sends e-mails through the installation's SMTP server: the digest of what failed, letters."""

import asyncio
import contextlib
import ipaddress
import re
import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable, Coroutine, Sequence
from contextvars import copy_context
from dataclasses import field
from email import policy
from email.message import EmailMessage
from functools import partial
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import orjson

from outbound.authorities import system_authorities
from outbound.names import Names
from rules.addresses import address_of
from rules.frozen import frozen
from rules.messages import HANDED_OVER
from workflows.messages import Claimed, Outcome

TIMEOUT_SECONDS = 10.0
"""Until the server has to answer each command."""

DEADLINE_SECONDS = 60.0
"""Until a message is sent, however slowly the server answers."""

SUBJECT = "Selfsame: messages that could not be delivered"
NEEDS_DOT = re.compile(rb"^\.", re.MULTILINE)
READY, LOGGED_IN, START_MAIL_INPUT, DONE = 220, 235, 354, 250

HandOver = Callable[[Claimed], Coroutine[Any, Any, bool]]


class MailRefused(Exception):
    """The mail was not taken; the message says why, with the code of the reply if there was one."""

    def __init__(self, reason: str, code: int | None = None, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.code = code
        self.is_final = is_final or (code is not None and 500 <= code < 600)
        """Whether it is not tried again. Rule U4."""


@frozen
class Smtp:
    """Sends e-mails; `server` is smtp://[user:password@]host[:port], or smtps:// for TLS."""

    server: str = field(repr=False)
    names: Names
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    async def send(
        self, message: Claimed, sender: str, receiver: str, email: EmailMessage, hand_over: HandOver
    ) -> Outcome:
        """Send a message, once at most; return whether it was taken, or why not. Rules U4, U6.

        `hand_over` commits that it may be with the server from now on, and returns false where
        this worker does not hold the message any more.
        """
        parts = urlsplit(self.server)
        host = parts.hostname or ""
        literal = address_of(host)
        addresses = [literal] if literal else await self.names.addresses(host, None)
        session = _Session(parts, addresses, self.tls)
        loop = asyncio.get_running_loop()

        def handing_over() -> bool:
            return asyncio.run_coroutine_threadsafe(hand_over(message), loop).result()

        form = policy.SMTP if receiver.isascii() else policy.SMTPUTF8
        content = email.as_bytes(policy=form)
        # Whoever hands over does so in the context of the delivery, such as its trace.
        send = partial(session.send, sender, receiver, content, handing_over)
        sending = loop.run_in_executor(None, copy_context().run, send)
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                await asyncio.shield(sending)
        except MailRefused as refused:
            return Outcome(
                message, str(refused), is_final=refused.is_final, status_code=refused.code
            )
        except TimeoutError:
            session.abort()
            await asyncio.gather(sending, return_exceptions=True)
            return _unanswered(message, session)
        except ssl.SSLCertVerificationError:
            return Outcome(message, "The certificate of the mail server is not valid")
        except (OSError, smtplib.SMTPException):
            return _unanswered(message, session)
        except Exception:
            # Whatever it was: what may have been taken is not sent again.
            if not session.is_handed_over:
                raise
            return _unanswered(message, session)
        return Outcome(message, None, status_code=DONE)


@frozen
class Mailer:
    """Sends the digest of failed messages to one receiver."""

    server: str = field(repr=False)
    receiver: str
    names: Names
    hand_over: HandOver
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    async def deliver(self, message: Claimed) -> Outcome:
        """Send a digest, once at most; return whether it was taken, or why not. Rules U4, U6."""
        return await Smtp(self.server, self.names, self.tls).send(
            message,
            sender_of(self.receiver),
            self.receiver,
            compose(message, self.receiver),
            self.hand_over,
        )


def compose(message: Claimed, receiver: str) -> EmailMessage:
    """Return the digest as an e-mail; its id is the message's, the same at each attempt."""
    digest = orjson.loads(message.payload)["data"]
    email = EmailMessage()
    email["Subject"] = f"{SUBJECT} ({digest['date']})"
    email["From"] = sender_of(receiver)
    email["To"] = receiver
    email["Message-ID"] = f"<{message.id}@selfsame.invalid>"
    lines = [
        f"{row['messages']:>7}  {row['kind']}  since {row['since']}: {row['lastError'] or '-'}"
        for row in digest["failed"]
    ]
    email.set_content("\n".join(["Failed, by kind:", "", *lines, ""]))
    return email


def sender_of(receiver: str) -> str:
    """Return the address that the digest comes from: one of the receiver's own domain."""
    return f"selfsame@{receiver.rpartition('@')[2]}"


def _unanswered(message: Claimed, session: "_Session") -> Outcome:
    """Return what became of a message whose connection was lost."""
    if session.is_handed_over:
        return Outcome(message, HANDED_OVER, is_final=True)
    return Outcome(message, "The mail server cannot be reached")


class _Session:
    """One connection to the mail server, used in a thread of its own."""

    def __init__(
        self, parts: SplitResult, addresses: Sequence[str], tls: ssl.SSLContext | None
    ) -> None:
        self.is_handed_over = False
        self._parts = parts
        self._addresses = addresses
        self._tls = tls
        self._smtp: smtplib.SMTP | None = None

    def abort(self) -> None:
        """Break the connection, from another thread: what waits for the server then ends."""
        connection = self._smtp and self._smtp.sock
        if connection:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def send(self, sender: str, receiver: str, email: bytes, hand_over: Callable[[], bool]) -> None:
        """Send one e-mail. Raises MailRefused, or what smtplib and sockets raise."""
        smtp = self._smtp = self._connected()
        with contextlib.closing(smtp):
            self._protect(smtp)
            if self._parts.username:
                user, password = self._parts.username, self._parts.password or ""
                _log_in(smtp, unquote(user), unquote(password))
            _expect(DONE, smtp.mail(sender, _options(smtp, receiver)))
            _expect(DONE, smtp.rcpt(receiver))
            _expect(START_MAIL_INPUT, smtp.docmd("DATA"))
            smtp.send(NEEDS_DOT.sub(b"..", email))
            # What comes next makes the server take it. If the answer to that is lost, nobody
            # knows whether it did: so it is written down first, and never sent again.
            if not hand_over():
                raise MailRefused("Another worker has this message")
            self.is_handed_over = True
            smtp.send(b"." + smtplib.bCRLF)
            code, _ = smtp.getreply()
            if 400 <= code < 600:
                self.is_handed_over = False
            elif not 200 <= code < 300:
                # Nobody knows what such a server did: it is as if it had not answered.
                raise smtplib.SMTPResponseException(code, "")
            _expect(DONE, (code, b""))

    def _connected(self) -> smtplib.SMTP:
        if not self._addresses:
            raise MailRefused("The mail server cannot be reached")
        for address in self._addresses[:-1]:
            with contextlib.suppress(OSError):
                return self._connected_to(address)
        return self._connected_to(self._addresses[-1])

    def _connected_to(self, address: str) -> smtplib.SMTP:
        port = self._parts.port or (465 if self._parts.scheme == "smtps" else 587)
        connection = socket.create_connection((address, port), TIMEOUT_SECONDS)
        # Named by its address: to find this machine's name out may take long.
        smtp = smtplib.SMTP(local_hostname=f"[{connection.getsockname()[0]}]")
        smtp.sock = connection
        try:
            if self._parts.scheme == "smtps":
                smtp.sock = self._encrypted(connection)
            _expect(READY, smtp.getreply())
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _encrypted(self, connection: socket.socket) -> ssl.SSLSocket:
        tls = self._tls or system_authorities()
        return tls.wrap_socket(connection, server_hostname=self._parts.hostname)

    def _protect(self, smtp: smtplib.SMTP) -> None:
        """Encrypt what follows; only a server on this machine may do without. Rule U6."""
        smtp.ehlo_or_helo_if_needed()
        if self._parts.scheme == "smtps":
            return
        if smtp.has_extn("starttls"):
            _expect(READY, smtp.docmd("STARTTLS"))
            assert smtp.sock is not None
            smtp.sock = self._encrypted(smtp.sock)
            # What was said before in clear, by whomever, is forgotten (RFC 3207).
            smtp.file = None
            smtp.ehlo_resp = smtp.helo_resp = None
            smtp.esmtp_features = {}
            smtp.ehlo()
        elif self._parts.username:
            raise MailRefused("The mail server offers no TLS, and the password is not sent without")
        elif not all(ipaddress.ip_address(address).is_loopback for address in self._addresses):
            raise MailRefused("The mail server offers no TLS")


def _options(smtp: smtplib.SMTP, receiver: str) -> list[str]:
    """Return what a mail needs of the server: that of an address beyond ASCII is in RFC 6531."""
    if receiver.isascii():
        return []
    if not smtp.has_extn("smtputf8"):
        raise MailRefused("The mail server takes no address that is not ASCII", is_final=True)
    smtp.command_encoding = "utf-8"
    return ["SMTPUTF8", "BODY=8BITMIME"]


def _log_in(smtp: smtplib.SMTP, user: str, password: str) -> None:
    if not (user + password).isascii():
        # smtplib knows ASCII alone; PLAIN is the one mechanism that says what comes beyond it.
        _log_in_plainly(smtp, user, password)
        return
    try:
        smtp.login(user, password)
    except smtplib.SMTPAuthenticationError as error:
        raise _refused(error.smtp_code) from None
    except smtplib.SMTPNotSupportedError:
        raise MailRefused("The mail server takes no password") from None


def _log_in_plainly(smtp: smtplib.SMTP, user: str, password: str) -> None:
    """Log in by AUTH PLAIN in UTF-8 (RFC 4616)."""
    if "PLAIN" not in smtp.esmtp_features.get("auth", "").upper().split():
        raise MailRefused("The mail server takes no password that is not ASCII")
    secret = b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
    _expect(LOGGED_IN, smtp.docmd("AUTH", f"PLAIN {secret}"))


def _expect(code: int, reply: tuple[int, bytes]) -> None:
    """Raise MailRefused for a reply of another first digit; the others only say more (RFC 5321).

    Its text is left out: it may repeat an address.
    """
    if reply[0] // 100 != code // 100:
        raise _refused(reply[0])


def _refused(code: int) -> MailRefused:
    return MailRefused(f"The mail server answered {code}", code)
