"""Access tokens: the built-in issuer, the keys of outside issuers, verification."""
