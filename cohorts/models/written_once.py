"""Rows that are written once: nothing changes them or takes them away. What was done stays; another row says more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class AppendOnly(Exception):
    """Somebody tried to change or take away what is written once. Write another row instead."""


class WrittenOnceQuerySet(models.QuerySet[Row]):
    """Rows read alone: no change and no deletion passes through here."""

    def update(self, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def bulk_update(self, _objs: Iterable[Row], _fields: Iterable[str], _batch_size: int | None = None) -> NoReturn:
        """Refuse."""
        raise AppendOnly


class WrittenOnce(models.Model):
    """What such rows have in common."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; refuse to write one again."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly
