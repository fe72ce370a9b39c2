"""The arguments that many root fields have, each described once."""

from typing import Annotated, TypeAlias, TypeVar

import strawberry

Value = TypeVar("Value")

First: TypeAlias = Annotated[
    int | None,
    strawberry.argument(
        description="At most so many rows from the start of the list, or after `after`: 0 to 100."
        " Without `first` and `last` it is 20; both at once are refused."
    ),
]
After: TypeAlias = Annotated[
    str | None,
    strawberry.argument(
        description="A `cursor` of the same list in the same order: only rows that follow it."
    ),
]
Last: TypeAlias = Annotated[
    int | None,
    strawberry.argument(
        description="At most so many rows from the end of the list, or before `before`: 0 to 100."
    ),
]
Before: TypeAlias = Annotated[
    str | None,
    strawberry.argument(
        description="A `cursor` of the same list in the same order: only rows that precede it."
    ),
]
OrderBy: TypeAlias = Annotated[
    Value,
    strawberry.argument(
        description="In which order the list is paged; a cursor fits no other. Null is the default."
    ),
]
Filter: TypeAlias = Annotated[
    Value,
    strawberry.argument(
        description="Only rows that meet every field which is given; a null field is not given."
    ),
]
Input: TypeAlias = Annotated[
    Value, strawberry.argument(description="All that the mutation needs, in one object.")
]
Id: TypeAlias = Annotated[
    strawberry.ID,
    strawberry.argument(
        description="The `id` that an earlier answer gave; any other text finds nothing."
    ),
]
PersonId: TypeAlias = Annotated[
    strawberry.ID,
    strawberry.argument(description="The `id` of a person; for any other text there is nothing."),
]
WebhookId: TypeAlias = Annotated[
    strawberry.ID,
    strawberry.argument(
        description="The `id` of a webhook; for any other text, and another's, there is nothing."
    ),
]
OverlapSeconds: TypeAlias = Annotated[
    int | None,
    strawberry.argument(
        description="For so many seconds the old secret goes on in addition to the new one: 0 to"
        " 604800, a week. Null is the default."
    ),
]
MergeId: TypeAlias = Annotated[
    strawberry.ID, strawberry.argument(description="The `id` of a merge; any other is refused.")
]
