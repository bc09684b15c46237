"""One way to the database and back for several statements, by the driver's own layer of the protocol.

Its cursors send each statement by itself, also in a pipeline, and make much of each: of all that a message on a quiet
evening took of the journal that was more than half. Here statements are kept ready by the database, go out in one piece
and come back in one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache, partial
from itertools import count
from typing import Any, Final, Self
from weakref import WeakKeyDictionary

from psycopg import Connection, DataError, InterfaceError
from psycopg.abc import PQGen
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.generators import fetch_many, send
from psycopg.pq import ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult

from .found import Row

#: What the database keeps ready for each connection, by which name. It forgets it with the connection.
_KEPT: Final[WeakKeyDictionary[Connection[Any], dict[str, bytes]]] = WeakKeyDictionary()
#: One that was sent twice before the first was known to be kept has two names, which harms nobody.
_NAMES: Final = count(1)
_FAILED: Final = frozenset({ExecStatus.FATAL_ERROR, ExecStatus.PIPELINE_ABORTED})


class Answer:
    """What one statement finds."""

    __slots__ = ("_errand", "_result")

    def __init__(self, errand: Errand) -> None:
        """Not known until the errand was run."""
        self._errand = errand
        self._result: PGresult | None = None

    def come(self, result: PGresult) -> None:
        """This it is."""
        self._result = result

    def rows(self) -> list[Row]:
        """Its rows; whatever was asked until now is sent for them. Of what was never carried out none are made up."""
        if self._result is None:
            self._errand.run()
        if self._result is None:
            raise InterfaceError("not carried out")
        return self._errand.read(self._result)


class Errand:
    """What is asked is sent when a first answer is wanted, or at the end.

    Raises what the driver raises; the first statement that fails is told of, and nothing behind it is carried out.
    """

    def __init__(self, connection: Connection[Any]) -> None:
        """On a connection that nobody else uses meanwhile."""
        self._connection, self._pgconn = connection, connection.pgconn
        self._kept = _KEPT.setdefault(connection, {})
        self._asked: list[tuple[str, list[bytes | None], Answer]] = []

    def __enter__(self) -> Self:
        """Nothing is asked yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """What was asked and not yet sent is sent, unless something went wrong."""
        if kind is None:
            self.run()
        else:
            self._asked.clear()

    def ask(self, statement: str, parameters: Sequence[Any] = ()) -> Answer:
        """Ask the database; `parameters` are texts, numbers, times, truths or None, one for each `%s`."""
        answer = Answer(self)
        self._asked.append((statement, [*map(_written, parameters)], answer))
        return answer

    def commit(self) -> None:
        """End the transaction on the way, instead of waiting for what was asked before."""
        self.ask("COMMIT")

    def read(self, result: PGresult) -> list[Row]:
        """The rows of a result, made what they are."""
        reader = Transformer(self._connection)
        reader.set_pgresult(result, format=Format.BINARY)
        return reader.load_rows(0, result.ntuples, tuple) if result.nfields else []

    def run(self) -> None:
        """Send what was asked, and wait for all of it."""
        asked, self._asked = self._asked, []
        if not asked:
            return
        self._pgconn.enter_pipeline_mode()
        try:
            failed = self._connection.wait(self._there_and_back(asked))
        except BaseException:
            # Half of it may be on its way still: nothing can be asked by this connection any more.
            self._connection.close()
            raise
        self._pgconn.exit_pipeline_mode()
        if failed is not None:
            raise error_from_result(failed)

    def _there_and_back(self, asked: Iterable[tuple[str, list[bytes | None], Answer]]) -> PQGen[PGresult | None]:
        """Returned is the first result that is a failure."""
        receivers: list[Callable[[PGresult], None]] = []
        for statement, parameters, answer in (*self._begin(), *asked):
            name = self._kept.get(statement)
            if name is None:
                name = b"alcove_%d" % next(_NAMES)
                self._pgconn.send_prepare(name, _numbered(statement))
                receivers.append(partial(self._keep, statement, name))
            self._pgconn.send_query_prepared(name, parameters, result_format=Format.BINARY)
            receivers.append(answer.come)
        self._pgconn.pipeline_sync()
        yield from send(self._pgconn)
        failed = None
        for receive in receivers:
            *_, result = yield from fetch_many(self._pgconn)
            if result.status not in _FAILED:
                receive(result)
            elif failed is None:
                failed = result
        # That all was said.
        yield from fetch_many(self._pgconn)
        return failed

    def _begin(self) -> list[tuple[str, list[bytes | None], Answer]]:
        """As the driver does before a first statement: Django tells it whether there is to be a transaction."""
        if self._connection.autocommit or self._pgconn.transaction_status != TransactionStatus.IDLE:
            return []
        return [("BEGIN", [], Answer(self))]

    def _keep(self, statement: str, name: bytes, _: PGresult) -> None:
        self._kept[statement] = name


@cache
def _numbered(statement: str) -> bytes:
    """With the places of its parameters as the database names them."""
    first, *others = statement.split("%s")
    text = first + "".join(f"${at}{part}" for at, part in enumerate(others, 1))
    return text.replace("%%", "%").encode()


def _written(value: Any) -> bytes | None:
    """A parameter as text: the database finds out from the statement what it is."""
    if value is None:
        return None
    written = (value.isoformat() if isinstance(value, datetime) else str(value)).encode()
    if 0 in written:
        raise DataError("a text ends for the driver at the first NUL")
    return written
