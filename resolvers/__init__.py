"""The GraphQL schema: what clients may ask, with the access of each field declared beside it."""
