"""Enumerations that later versions of the server may add values to."""

from enum import StrEnum
from typing import Self


class OpenEnum(StrEnum):
    """An enumeration that takes values it does not name, so that new ones stop no program."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = value
        return member
