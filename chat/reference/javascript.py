"""static/js/protocol.js: builders for every request, and the constants a client needs."""

from __future__ import annotations

import json

from chat.protocol.asks import ALSO_LIMIT, BODY_LIMIT, FRAME_LIMIT, REF_LIMIT
from chat.protocol.closing import COMES_BACK, Close
from chat.protocol.replies import PROTOCOL
from chat.verbs.react import EMOJI
from cohorts.evaluation import FEWEST

from .vocabulary import FrameLine, asks, kinds

_HEAD = """\
// The live protocol, as far as a browser needs it.
// Written by `manage.py protocol` from the vocabulary in chat/; do not edit.
"""

_BUILDER = """\
const given = ([, value]) => value !== undefined && value !== null;
const only = (frame) => Object.fromEntries(Object.entries(frame).filter(given));
"""


def javascript() -> str:
    """The whole module."""
    constants = {
        "PROTOCOL": PROTOCOL,
        "EMOJI": list(EMOJI),
        "CLOSE": {int(code): code.name.lower() for code in Close},
        "RETRY_CODES": [int(code) for code in COMES_BACK],
        "LIMITS": {"body": BODY_LIMIT, "ref": REF_LIMIT, "frame": FRAME_LIMIT, "also": ALSO_LIMIT, "fewest": FEWEST},
        "KINDS": [kind.name for kind in kinds()],
    }
    lines = [f"export const {name} = {json.dumps(value, ensure_ascii=False)};" for name, value in constants.items()]
    builders = "\n".join(f"  {_builder(frame)}" for frame in asks())
    return "\n".join([_HEAD, *lines, "", _BUILDER, f"export const ask = {{\n{builders}\n}};", ""])


def _builder(frame: FrameLine) -> str:
    names = ", ".join(["ref", *(field.name for field in frame.fields)])
    return f'{frame.name}: ({{ {names} }}) => only({{ type: "{frame.name}", {names} }}),'
