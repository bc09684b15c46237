"""Words of the editor of courses."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()

FIELDS: dict[str, Promise | str] = {
    "about": _("about"),
    "agreement": _("agreement"),
    "aim": _("aim"),
    "breathing": _("breathing picture"),
    "checked": _("read for safety"),
    "kind": _("kind"),
    "lobby": _("lobby"),
    "language": _("language"),
    "minutes": _("minutes"),
    "notes": _("notes"),
    "options": _("options"),
    "order": _("order of the steps"),
    "part": _("part of the evening"),
    "prepare": _("have ready"),
    "read_first": _("read first"),
    "reading_age": _("reading age"),
    "sources": _("sources"),
    "theme": _("theme"),
    "title": _("title"),
    "watch_outs": _("watch-outs"),
    "goal": _("asks for the goal"),
    "words": _("words to send"),
}


@register.filter
def field_words(name: str) -> str:
    """Return what a field is called on the page."""
    return str(FIELDS.get(name, name))
