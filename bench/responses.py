"""Responses over HTTP/1.1: where one ends, its status and body, and whether it is a good one."""

ERRORS = b'"errors"'


class Response:
    """A response that arrives in pieces, with its length in the headers or in chunks."""

    __slots__ = ("_body_at", "_is_chunked", "_missing", "_pieces", "status")

    def __init__(self) -> None:
        """Start with nothing received."""
        self.status = 0
        self._pieces: list[bytes] = []
        self._body_at = 0
        self._is_chunked = False
        self._missing = 0  # of a known length, so many bytes are still to come

    def is_complete_with(self, piece: bytes) -> bool:
        """Add a piece, and return whether the response is complete."""
        if self._missing > 0:
            self._pieces.append(piece)
            self._missing -= len(piece)
            return self._missing <= 0
        if self._pieces:
            self._pieces = [b"".join([*self._pieces, piece])]
        else:
            self._pieces = [piece]
        return self._look(self._pieces[0])

    def _look(self, so_far: bytes) -> bool:
        end = so_far.find(b"\r\n\r\n")
        if end < 0:
            return False
        self.status = int(so_far[9:12])
        self._body_at = end + 4
        head = so_far[:end].lower()
        at = head.find(b"\r\ncontent-length:")
        if at < 0:
            self._is_chunked = True  # and nothing follows, since no other request was sent
            return so_far.endswith(b"\r\n0\r\n\r\n")
        at += 17
        stop = head.find(b"\r\n", at)
        self._missing = self._body_at + int(head[at : stop if stop > 0 else end]) - len(so_far)
        return self._missing <= 0

    def body(self) -> bytes:
        """Return the body, joined where it came in chunks."""
        body = b"".join(self._pieces)[self._body_at :]
        return b"".join(_chunks(body)) if self._is_chunked else body

    def outcome(self, contained: bytes) -> str:
        """Return the status, or what is wrong with a response whose status is 200."""
        if self.status != 200:
            return str(self.status)
        pieces = self._pieces
        whole = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        if whole.find(ERRORS, self._body_at) >= 0:
            return "errors"
        if whole.find(contained, self._body_at) < 0:
            return f"without {contained.decode()}"
        return "200"


def _chunks(body: bytes) -> list[bytes]:
    found: list[bytes] = []
    at = 0
    while True:
        line_end = body.index(b"\r\n", at)
        length = int(body[at:line_end].partition(b";")[0], 16)
        if length == 0:
            return found
        found.append(body[line_end + 2 : line_end + 2 + length])
        at = line_end + 2 + length + 2
