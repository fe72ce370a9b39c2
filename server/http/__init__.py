"""HTTP endpoints: GraphQL, OAuth tokens, sign-in, health, the console."""
