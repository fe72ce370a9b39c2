"""Whose tokens are trusted: the built-in issuer, outside issuers, the checks."""
