"""Any value that a frame of the vocabulary may hold, made from the vocabulary itself."""

from collections.abc import Callable
from datetime import UTC
from functools import reduce
from operator import or_
from typing import Any, TypeVar

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

S = TypeVar("S", bound=msgspec.Struct)
Any_ = st.SearchStrategy[Any]


def shapes(struct: type[S]) -> st.SearchStrategy[S]:
    """Any instance of a struct that its own rules allow."""
    described = inspect.type_info(struct)
    assert isinstance(described, inspect.StructType)
    return st.builds(struct, **{field.name: _values(field.type) for field in described.fields})


def _values(kind: inspect.Type) -> Any_:
    return _MAKERS[type(kind)](kind)


def _texts(kind: inspect.StrType) -> Any_:
    # Whatever is bound to a pattern has no control characters in it.
    alphabet = st.characters(exclude_categories=["Cs", "Cc"] if kind.pattern else ["Cs"])
    return st.text(alphabet, min_size=kind.min_length or 0, max_size=min(kind.max_length or 60, 60))


_MAKERS: dict[type[inspect.Type], Callable[[Any], Any_]] = {
    inspect.StrType: _texts,
    inspect.IntType: lambda kind: st.integers(kind.ge or 0, kind.le or 2**31 - 1),
    inspect.BoolType: lambda _: st.booleans(),
    inspect.NoneType: lambda _: st.none(),
    inspect.DateTimeType: lambda _: st.datetimes(timezones=st.just(UTC)),
    inspect.LiteralType: lambda kind: st.sampled_from(kind.values),
    inspect.VarTupleType: lambda kind: st.lists(_values(kind.item_type), min_size=kind.min_length or 0, max_size=8).map(
        tuple
    ),
    inspect.StructType: lambda kind: shapes(kind.cls),
    inspect.UnionType: lambda kind: reduce(or_, map(_values, kind.types)),
}
