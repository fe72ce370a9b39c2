"""The GraphQL schema: types, root fields and mutations, each with its source and its access."""
