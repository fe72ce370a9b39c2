"""How many values and characters a client may send where no other rule says it (rule G)."""

PEOPLE_OF_ONE_KIND = 30
"""Spouses, or witnesses, of one declaration."""

FILTER_VALUES = 100
"""Values of one field of a filter."""

LISTED_VALUES = 100
"""Values of any other list, such as the scopes of a client."""

SEARCH_CHARACTERS = 200
"""Characters of a text that somebody looks for."""

CURSOR_CHARACTERS = 500
"""Characters of a cursor; the longest that is written has about 120."""

ID_CHARACTERS = 200
"""Characters of an opaque id; a longer one names nothing."""

VARIABLE_VALUES = 1_000
"""Values of a list that is a variable by itself, before the bound of its argument is known."""

NESTED_ROWS = 10_000
"""Rows that the connections below one root field may have in all, by the sizes of their pages."""
