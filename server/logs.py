"""A log that can be shown to anybody: what happened in the house, never what was said, by whom or from where.

Every record of this process, whoever writes it, becomes one line by one list of what a line may hold. In production a
line is one JSON object; elsewhere it is laid out for reading (LOG_FORMAT).
"""

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import structlog
from structlog.typing import EventDict, WrappedLogger

HOUSE: Final = ("server", "facilitator", "chat", "cohorts")
#: All that a line may hold, and as what. Whatever else is handed to a logger is dropped.
ALLOWED: Final[dict[str, tuple[type, ...]]] = {
    "time": (str,),
    "level": (str,),
    "logger": (str,),
    "event": (str,),
    "where": (str,),
    "process": (int,),
    "error": (str,),
    "frames": (list,),
    "count": (int,),
    "seconds": (int, float),
    "code": (int,),
}
#: What our own code may add to a record by `extra=`: numbers, which name nobody.
EXTRA: Final = ("count", "seconds", "code")
MOST_FRAMES: Final = 30
_HIDDEN: Final = "·"
_ROOT: Final = str(Path(__file__).resolve().parent.parent) + "/"

Problem = tuple[type[BaseException], BaseException, TracebackType | None]


class Discreet(structlog.stdlib.ProcessorFormatter):
    """One line per event, UTC.

    Our own lines are written with care and pass whole. Of lines that other packages write only the fixed words are
    kept: they fill in paths with a personal link, addresses, statements with values. A problem is told by its kind and
    its place; its message may quote a row or a word somebody wrote, so it is shown only where no real people are.
    """

    def __init__(self, *, form: str = "json", show_errors: bool = False) -> None:
        """`form` is json or text. `show_errors` is for a developer's machine alone, and for text alone."""
        shown = _Shown() if show_errors and form == "text" else None
        super().__init__(
            processors=[
                _words,
                _place,
                *([] if shown else [_problem]),
                _allowed,
                _as_text if form == "text" else _as_json,
            ],
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(allow=EXTRA)],
            use_get_message=False,
            pass_foreign_args=True,
        )
        self._shown = shown

    def format(self, record: logging.LogRecord) -> str:
        """One event. The record itself stays as it is, for others may look at it too."""
        line = super().format(record)
        return line + self._shown(record) if self._shown else line


class _Shown:
    """The whole traceback with its message, under the line, for a developer."""

    def __call__(self, record: logging.LogRecord) -> str:
        problem = record.exc_info
        if not problem or problem[0] is None or _is_a_stranger(record):
            return ""
        return "\n" + "".join(traceback.format_exception(*problem)).rstrip("\n")


def configure() -> None:
    """Let whatever logs through structlog itself take the same way out."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def catch_all() -> None:
    """Log what would otherwise be printed with its message: warnings, and errors that nobody caught."""
    log = logging.getLogger("server")

    def uncaught(problem: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if not issubclass(problem, KeyboardInterrupt):
            log.critical("an error ended this process", exc_info=(problem, error, where))

    def in_a_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            log.error("an error ended a thread", exc_info=(told.exc_type, told.exc_value, told.exc_traceback))

    def unraisable(told: "sys.UnraisableHookArgs") -> None:
        if told.exc_value is not None:
            log.error("an error came too late", exc_info=(told.exc_type, told.exc_value, told.exc_traceback))

    sys.excepthook, threading.excepthook, sys.unraisablehook = uncaught, in_a_thread, unraisable
    logging.captureWarnings(capture=True)
    # A line that cannot be written is dropped; how it failed would quote it.
    logging.raiseExceptions = False


# --- from a record to a line, step by step --------------------------------------------------


def _words(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    arguments = event.pop("positional_args", None)
    if record.name.partition(".")[0] in HOUSE:
        event["event"] = _filled_in(str(event["event"]), arguments)
    elif arguments:
        event["event"] = _fixed_words(str(event["event"]))
    else:
        # Words and what was filled in can no longer be told apart; the place still says which line it was.
        event["event"] = f"{record.filename}:{record.lineno}"
    return event


def _place(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    told = datetime.fromtimestamp(record.created, UTC)
    event["time"] = told.strftime("%Y-%m-%dT%H:%M:%S.") + f"{told.microsecond // 1000:03d}Z"
    event["level"], event["logger"] = record.levelname, record.name
    event["where"], event["process"] = f"{record.filename}:{record.lineno}", record.process
    return event


def _problem(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    problem = event.pop("exc_info", None)
    if problem is True:
        problem = sys.exc_info()
    elif isinstance(problem, BaseException):
        problem = (type(problem), problem, problem.__traceback__)
    if problem and problem[0] is not None and not _is_a_stranger(event["_record"]):
        event["error"], event["frames"] = problem[0].__name__, _frames(problem)
    return event


def _allowed(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    return {field: event[field] for field, types in ALLOWED.items() if isinstance(event.get(field), types)}


def _as_json(logger: WrappedLogger, name: str, event: EventDict) -> str:
    return json.dumps(event, ensure_ascii=False)


def _as_text(logger: WrappedLogger, name: str, event: EventDict) -> str:
    line = "{time} {level} {logger}: {event}".format_map(event)
    more = "".join(f" {field}={event[field]}" for field in (*EXTRA, "error") if field in event)
    return "\n".join([line + more, *(f"  {frame}" for frame in event.get("frames", ()))])


# --- plumbing -------------------------------------------------------------------------------


def _filled_in(words: str, arguments: Any) -> str:
    try:
        return words % arguments if arguments else words
    except (TypeError, ValueError, KeyError):
        return words


def _fixed_words(words: str) -> str:
    words = words.partition("\n")[0].replace("%%", "%")
    for directive in ("%s", "%r", "%d", "%i", "%f"):
        words = words.replace(directive, _HIDDEN)
    return words


def _frames(problem: Problem) -> list[str]:
    """The places a problem came through, the outermost first, and those of what caused it before them."""
    error = problem[1]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = [*_frames((type(cause), cause, cause.__traceback__)), f"{type(cause).__name__}, then"] if cause else []
    found = traceback.extract_tb(problem[2], limit=-MOST_FRAMES)
    return [*before, *(f"{_file(one.filename)}:{one.lineno} {one.name}" for one in found)]


def _file(name: str) -> str:
    """Where it is in the house or in its package, not where those are on this machine."""
    return name.partition("site-packages/")[2] or name.removeprefix(_ROOT)


def _is_a_stranger(record: logging.LogRecord) -> bool:
    """A stranger at the door is no problem of ours to trace, and its message says what he asked for."""
    return record.name.startswith("django.security")
