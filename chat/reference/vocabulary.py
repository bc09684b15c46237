"""The vocabulary as something to write from: each frame, its fields, who may ask it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from inspect import getdoc
from typing import Any

import msgspec
from msgspec.inspect import (
    BoolType,
    DateTimeType,
    DictType,
    FloatType,
    IntType,
    ListType,
    LiteralType,
    NoneType,
    StrType,
    StructType,
    UnionType,
    VarTupleType,
    type_info,
)

from chat.person import FACILITATORS, SEATED, Role
from chat.protocol.asks import Ask
from chat.protocol.contents import KINDS
from chat.protocol.replies import No, Ok, People, Pong, Ready, Welcome
from chat.verbs import known_asks
from chat.verbs.registry import verb_of

REPLIES: tuple[type[msgspec.Struct], ...] = (Welcome, Ready, Ok, No, People, Pong)


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field: its name, its type in words, whether it may be left out, who sees it."""

    name: str
    type: str
    required: bool
    staff_only: bool = False


@dataclass(frozen=True, slots=True)
class FrameLine:
    """One frame: its name on the wire, its meaning in a sentence, its fields, who may ask it."""

    name: str
    meaning: str
    fields: tuple[FieldLine, ...]
    who: str = ""


def asks() -> list[FrameLine]:
    """Every request, in the order of the verbs."""
    return [_frame(ask, skip={"ref"}, who=_who(ask)) for ask in known_asks()]


def kinds() -> list[FrameLine]:
    """Every kind of entry."""
    return [_frame(kind, hidden=kind.staff_only) for kind in KINDS]


def replies() -> list[FrameLine]:
    """Everything else the server says."""
    return [_frame(reply) for reply in REPLIES]


def _who(ask: type[Ask]) -> str:
    who = verb_of(ask).who
    names = ["seat"] if who >= SEATED else []
    if who >= FACILITATORS:
        names.append("staff")
    elif Role.COUNSELLOR in who:
        names.append("counsellor")
    return ", ".join(names)


def _frame(
    struct: type[msgspec.Struct], *, skip: Iterable[str] = (), hidden: Iterable[str] = (), who: str = ""
) -> FrameLine:
    info = type_info(struct)
    if not isinstance(info, StructType):
        raise TypeError(struct)
    fields = tuple(
        FieldLine(field.encode_name, type_words(field.type), field.required, field.name in set(hidden))
        for field in info.fields
        if field.name not in set(skip)
    )
    return FrameLine(str(info.tag), (getdoc(struct) or "").split("\n\n")[0].replace("\n", " "), fields, who)


_PLAIN: dict[type[Any], str] = {
    BoolType: "true or false",
    DateTimeType: "time",
    FloatType: "number",
    NoneType: "null",
    DictType: "object",
    ListType: "list",
    VarTupleType: "list",
    StructType: "object",
}


def type_words(info: Any) -> str:
    """A type in the words of the reference."""
    if isinstance(info, UnionType):
        return " or ".join(type_words(each) for each in info.types)
    if isinstance(info, LiteralType):
        return ", ".join(f'"{value}"' for value in info.values)
    if isinstance(info, IntType):
        return _bounded("whole number", info.ge, info.le)
    if isinstance(info, StrType):
        return _bounded("text", info.min_length, info.max_length)
    return _PLAIN[type(info)]


def _bounded(words: str, least: int | None, most: int | None) -> str:
    if least is None and most is None:
        return words
    if most is None:
        return f"{words} from {least}"
    return f"{words} {least or 0}–{most}"
