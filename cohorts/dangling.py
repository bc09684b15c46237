"""Rows that point at something which is not there.

A store keeps anybody from making one, unless whoever writes in it says otherwise. What is walked is found by what it
belongs to, so that a row which belongs to nothing would be walked by nobody, whatever were done to it.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.db.models import Exists, ForeignKey, Model, OuterRef, QuerySet

from cohorts.walks import Walked, register

_ROOMS: Final = ("cohorts", "chat", "facilitator")


def verify() -> Iterator[Walked]:
    """Every table with such rows, and how many of them point at what."""
    for room in _ROOMS:
        for model in apps.get_app_config(room).get_models():
            yield from _walk(model)


def _walk(model: type[Model]) -> Iterator[Walked]:
    table = model._meta  # noqa: SLF001  (documented, and named so)
    for field in table.local_fields:
        if isinstance(field, ForeignKey) and (many := _pointing_at_nothing(model, field)):
            yield Walked(table.db_table, 0, f"{many} whose {field.name} is not there")


def _pointing_at_nothing(model: type[Model], field: ForeignKey[Any, Any]) -> int:
    # Plain query sets: a table's own list may leave some of its rows out.
    there: QuerySet[Any] = QuerySet(field.remote_field.model).filter(
        **{field.target_field.attname: OuterRef(field.attname)}
    )
    return QuerySet(model).filter(~Exists(there), **{f"{field.attname}__isnull": False}).count()


register("rows of", verify)
