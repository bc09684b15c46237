"""Rows that point at something which is not there.

A store keeps anybody from making one, unless whoever writes in it says otherwise. What is walked is found by what it
belongs to, so that a row which belongs to nothing would be walked by nobody, whatever were done to it.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db import connection
from django.db.models import Count, Exists, ForeignKey, OuterRef, QuerySet, Value

from cohorts.walks import Walked, register

_ROOMS: Final = ("cohorts", "chat", "facilitator")

Reference = ForeignKey[Any, Any]


def verify() -> Iterator[Walked]:
    """Every table with such rows, and how many of them point at what."""
    references, (statement, parameters) = _references(), _statement(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found = dict(cursor.fetchall())
    for number, field in enumerate(references):
        if many := found.get(number):
            yield Walked(field.model._meta.db_table, 0, f"{many} whose {field.name} is not there")  # noqa: SLF001


@cache
def _references() -> list[Reference]:
    """Everything of ours that points at a row of another table, in the order in which it is told of."""
    models = [model for room in _ROOMS for model in apps.get_app_config(room).get_models()]
    fields = [field for model in models for field in model._meta.local_fields]  # noqa: SLF001  (documented, named so)
    return [field for field in fields if isinstance(field, ForeignKey)]


@cache
def _statement(_: str) -> tuple[str, tuple[Any, ...]]:
    """One for all of them, in the words of this kind of database: to put each together anew took most of a walk."""
    first, *others = [_pointing_at_nothing(number, field) for number, field in enumerate(_references())]
    made: tuple[str, tuple[Any, ...]] = first.union(*others, all=True).query.sql_with_params()
    return made


def _pointing_at_nothing(number: int, field: Reference) -> QuerySet[Any, Any]:
    """This number, and beside it how many such rows there are."""
    # Plain query sets: a table's own list may leave some of its rows out.
    there: QuerySet[Any] = QuerySet(field.remote_field.model).filter(
        **{field.target_field.attname: OuterRef(field.attname)}
    )
    rows: QuerySet[Any] = QuerySet(field.model).filter(~Exists(there), **{f"{field.attname}__isnull": False})
    numbered = rows.order_by().annotate(number_of_it=Value(number)).values_list("number_of_it")
    many: QuerySet[Any, Any] = numbered.annotate(many_of_it=Count("*"))
    return many


register("rows of", verify)
