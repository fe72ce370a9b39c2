"""From the selection of a root field to one SQL statement and a function that renders its rows."""
