"""From a validated GraphQL operation to one SQL statement and a function that renders its rows."""
