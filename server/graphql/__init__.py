"""How a GraphQL request is answered: documents, limits, operations, execution."""
