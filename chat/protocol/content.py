"""What all kinds of entries have in common."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Content(msgspec.Struct, frozen=True, tag_field="kind", omit_defaults=True, forbid_unknown_fields=True):
    """Common ground of all kinds."""

    #: Fields no seat is ever sent.
    staff_only: ClassVar[frozenset[str]] = frozenset()
    #: Control entries reach seats as from the system; staff see who did it.
    control: ClassVar[bool] = False

    @property
    def kind(self) -> str:
        """The name of this kind on the wire."""
        return str(self.__struct_config__.tag)
