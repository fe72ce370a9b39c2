"""Values compare, hash and write themselves as frozen dataclasses do, by shared methods."""

from dataclasses import dataclass, field, replace

from hypothesis import given
from hypothesis import strategies as some

from rules.frozen import frozen

FIELDS = some.tuples(some.integers(0, 2), some.sampled_from("ab"), some.integers(0, 2))


@frozen
class Ours:
    """A value with a secret, and a field that makes no difference."""

    number: int
    secret: str = field(default="a", repr=False)
    ignored: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Theirs:
    """The same as a dataclass."""

    number: int
    secret: str = field(default="a", repr=False)
    ignored: int = field(default=0, compare=False)


@frozen
class Alone:
    """A value of one field."""

    items: tuple[int, ...]


@frozen
class Other:
    """Another one of the same field."""

    items: tuple[int, ...]


@frozen
class Empty:
    """A value without fields."""


@frozen
class Named:
    """A value that writes itself."""

    name: str

    def __repr__(self) -> str:
        return self.name


@given(FIELDS, FIELDS)
def test_values_are_equal_where_dataclasses_are(
    one: tuple[int, str, int], two: tuple[int, str, int]
) -> None:
    """The hash goes with it."""
    assert (Ours(*one) == Ours(*two)) is (Theirs(*one) == Theirs(*two))
    assert hash(Ours(*one)) == hash(Theirs(*one))
    assert repr(Ours(*one)).partition("(")[2] == repr(Theirs(*one)).partition("(")[2]


def test_values_of_two_classes_are_never_equal() -> None:
    """Nor is one equal to what it holds."""
    values: list[object] = [Alone((1,)), Other((1,)), (1,), Empty(), None]
    assert all((one == two) is (one is two) for one in values for two in values)
    assert len({Alone((1,)), Alone((1,)), Empty(), Empty()}) == 2


def test_a_value_keeps_methods_of_its_own() -> None:
    """As the method says, not as the fields do; the rest it shares."""
    assert repr(Named("me")) == "me"
    assert Named("me") == Named("me")


def test_a_value_has_slots_and_is_changed_for_the_type_checker_alone() -> None:
    """The type checker refuses the assignment; where it no longer does, the comment is refused."""
    value = Ours(1)
    assert not hasattr(value, "__dict__")
    value.number = 2  # type: ignore[misc]
    assert replace(value, number=3) == Ours(3)
