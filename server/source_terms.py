"""How an installation reads sources: at which addresses, and with which key for their secrets."""

from functools import cache

from outbound.names import Names
from outbound.signatures import SOURCE_KEY_FILE, Seal
from outbound.sources.assertions import Assertions
from outbound.sources.opening import Opener
from rules.sources import SourceTerms
from server.settings import Settings
from server.source_connections import source_connections


def source_opener(settings: Settings, names: Names) -> Opener:
    """Return what opens sources, at checked addresses alone."""
    return Opener(
        source_connections(names, allows_loopback=settings.source_allow_loopback),
        lambda *asked: Assertions(_seal(settings)).sign(*asked),
    )


def source_terms(settings: Settings, names: Names) -> SourceTerms:
    """Return the terms of whoever makes, changes and reads sources."""
    # Certificates of authorities are read as a source is asked for the first time.
    opener = cache(lambda: source_opener(settings, names))
    return SourceTerms(
        lambda secret: _seal(settings).seal(secret),
        settings.source_allow_loopback,
        unseal=lambda sealed: _seal(settings).open(sealed),
        open_source=lambda source: opener().open(source),
    )


def _seal(settings: Settings) -> Seal:
    """Return what seals secrets of sources; its key is made as it is needed for the first time."""
    return Seal(settings.keys_directory, SOURCE_KEY_FILE)
