"""The command that serves a witness, with which offices witness each other's trails (rule Y2)."""

from collections.abc import Sequence

from rules.checkpoints import NoteIsMalformed, VerifierKey, read_key
from server.commands import CommandFailed
from server.http.witness import Witness
from server.observability import logs
from server.postgres import data_directory
from server.settings import Settings, host_and_port


def witness(settings: Settings, known_logs: Sequence[str]) -> None:
    """Serve a witness of these logs until SIGTERM or SIGINT. Raises CommandFailed."""
    import uvicorn

    logs.configure()
    data_directory.make(settings.data_dir, is_embedded=False)
    serving = Witness(settings.data_dir / "witness", _keys(known_logs), settings.public_url)
    print(f"witness {serving.key.text}", flush=True)
    print(f"listening on http://{host_and_port(settings.host, settings.port)}", flush=True)
    uvicorn.run(
        serving.application(),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
    )


def _keys(texts: Sequence[str]) -> list[VerifierKey]:
    try:
        return [read_key(text) for text in texts]
    except NoteIsMalformed as malformed:
        raise CommandFailed(f"--log: {malformed}.", 2) from None
