"""The HTTP side: the GraphQL endpoint, OAuth, sign-in, health, the console."""
