"""tests/frames.json: one frame of every sort, as the server really writes it, for tests of clients."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec.inspect import (
    BoolType,
    DateTimeType,
    IntType,
    LiteralType,
    NoneType,
    StrType,
    StructType,
    UnionType,
    VarTupleType,
    type_info,
)

from chat.protocol.content import Content
from chat.protocol.contents import KINDS
from chat.protocol.entry import Entry, wire, with_ref
from chat.verbs import known_asks

_AT = datetime(2026, 11, 20, 19, 5, tzinfo=UTC)
_STREAM = {"staff": {"flag", "flag_done", "reopened", "lead", "mode", "note", "stopped", "plan", "concern", "erased"}}
_SCRIPT = {"prompt", "put_away", "results", "round", "agreement"}
_ROOM = {"message", "removed", "restored", "reaction", "phase", "paused", "resumed", "slow"} | _SCRIPT


def frames() -> str:
    """The whole file: every request with all its fields; every kind as a seat and as staff see it."""
    requests = [_fill(ask) for ask in known_asks()]
    entries = [_entry(kind) for kind in KINDS]
    return json.dumps({"asks": requests, "entries": entries}, indent=1, ensure_ascii=False) + "\n"


def _fill(struct: type[msgspec.Struct]) -> dict[str, Any]:
    info = type_info(struct)
    if not isinstance(info, StructType):
        raise TypeError(struct)
    filled = {field.encode_name: _value(field.encode_name, field.type) for field in info.fields}
    return {str(info.tag_field): info.tag, **filled}


def _value(name: str, info: Any) -> Any:
    if isinstance(info, UnionType):
        return _value(name, next(each for each in info.types if not isinstance(each, NoneType)))
    if isinstance(info, LiteralType):
        return info.values[0]
    if isinstance(info, IntType):
        return max(3, info.ge or 0)
    if isinstance(info, VarTupleType):
        return [_value(name, info.item_type)]
    if isinstance(info, StructType):
        return {field.encode_name: _value(field.encode_name, field.type) for field in info.fields}
    return _plain(name, info)


def _plain(name: str, info: Any) -> Any:
    if isinstance(info, BoolType):
        return True
    if isinstance(info, DateTimeType):
        return _AT.isoformat()
    if isinstance(info, StrType):
        return {"stream": "seat:3", "emoji": "💜"}.get(name, name)
    raise TypeError(info)


def _entry(kind: type[Content]) -> dict[str, Any]:
    content: Content = msgspec.convert(_fill(kind), kind)
    stream = "room" if content.kind in _ROOM else "staff" if content.kind in _STREAM["staff"] else "seat:3"
    entry = Entry("session", 9, stream, 4, "seat:3", "seat:3", "ref", 2, _AT, content)
    return {
        "kind": content.kind,
        "seat": None if stream == "staff" else json.loads(wire(entry, for_staff=False)),
        "staff": json.loads(wire(entry, for_staff=True)),
        "own": json.loads(with_ref(wire(entry, for_staff=False), entry)) if stream != "staff" else None,
    }
