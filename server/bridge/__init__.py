"""The bridge: the outbox by logical decoding, to where others read it (rule Z7)."""
