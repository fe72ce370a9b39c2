from typing import TypeAlias

Step: TypeAlias = tuple[int, bool, int, int, bytes | None, "Program | None"]

class Program:
    def __init__(self, steps: tuple[Step, ...]) -> None: ...
    def write(
        self,
        row: tuple[bytes | None, ...],
        rows: list[tuple[bytes | None, ...]] = ...,
        has_next: bool = ...,
        has_previous: bool = ...,
        /,
    ) -> bytes | None: ...
