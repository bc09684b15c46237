"""docs/protocol.md: the reference, for whoever writes a client."""

from __future__ import annotations

from chat.protocol.closing import COMES_BACK, Close
from chat.words import REFUSALS

from .vocabulary import FieldLine, FrameLine, asks, kinds, replies

_HEAD = """\
# The live protocol, version 1

Written by `manage.py protocol` from the vocabulary in `chat/`; a check fails when the two differ.

```
=> a request, from the browser      <- an answer, to the asker alone      <= news, to all who may hear it
=> {"type":"say","ref":"7b0c","body":"It was a hard week"}
<- {"type":"ok","ref":"7b0c","stream":"room","pos":121}
<= {"type":"entry","stream":"room","pos":121,"at":"…","from":{"seat":3},"kind":"message","body":"It was a hard week"}
```

Connect to `/ws/sessions/{session}/` with the cookie of a seat or of staff, from an allowed origin, with one
key per stream for the last position seen: `?room=41&seat:3=7`. The first frame down is `welcome`; then what was
missed, in order; then `ready`; then live. Every request has a `ref` of the client's making. Only what was done
is remembered: the same ref again gets the first `ok`, and after a `no` it may be asked anew. An answer comes
after the commit, and may come before or after the entry. An entry may come twice, never not at all; each
stream's positions are dense, so a gap is seen, and `since` fills it.
"""


def markdown() -> str:
    """The whole document."""
    parts = [_HEAD, "## Requests\n", _table(asks(), who=True)]
    parts += ["## Entries\n", "Fields marked * are sent to staff alone.\n", _table(kinds())]
    parts += ["## Other frames\n", _table(replies()), _codes(), _refusals()]
    return "\n".join(parts)


def _table(frames: list[FrameLine], *, who: bool = False) -> str:
    head = (
        "| name | who | fields | meaning |\n|---|---|---|---|" if who else "| name | fields | meaning |\n|---|---|---|"
    )
    rows = [head]
    for frame in frames:
        fields = "<br>".join(_field(field) for field in frame.fields) or "–"
        cells = [f"`{frame.name}`", *([frame.who] if who else []), fields, frame.meaning]
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


def _field(field: FieldLine) -> str:
    optional = "" if field.required else "?"
    return f"`{field.name}`{optional}{'*' if field.staff_only else ''}: {field.type}"


def _codes() -> str:
    rows = ["## Close codes\n", "| code | name | comes back by itself |", "|---|---|---|"]
    rows += [f"| {int(code)} | {code.name.lower()} | {'yes' if code in COMES_BACK else 'no'} |" for code in Close]
    return "\n".join(rows) + "\n"


def _refusals() -> str:
    rows = ["## Refusals\n", "| code | what the asker reads by default |", "|---|---|"]
    rows += [f"| `{code}` | {words} |" for code, words in REFUSALS.items()]
    return "\n".join(rows) + "\n"
