"""What somebody of staff wrote into a page that could not be kept: given back to be copied, and put nowhere."""

from collections.abc import Iterator

from django import forms
from django.http import QueryDict

#: Repeats what stood there before.
_HIDDEN = frozenset({"was"})


def typed(sent: QueryDict) -> list[str]:
    """Return what was typed, as far as that shows without its form: more than one word.

    Ids, choices and dates are one, and so are tokens. What may be a password is never given back, however many it has.
    """
    return [text.strip() for name, text in _all(sent) if len(text.split()) > 1 and _may_be_shown(name)]


def in_form(form: forms.Form) -> list[tuple[str, str]]:
    """Return what was written into a form, each with the name of its field: words alone, no choice and no number."""
    boxes = [box for box in form.visible_fields() if isinstance(box.field, forms.CharField)]
    return [(str(box.label), str(box.data)) for box in boxes if str(box.data or "").strip()]


def _all(sent: QueryDict) -> Iterator[tuple[str, str]]:
    return ((name, text) for name, texts in sent.lists() for text in texts)


def _may_be_shown(name: str) -> bool:
    return name not in _HIDDEN and "password" not in name
