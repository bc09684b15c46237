"""From sorted messages to weights: a logistic regression over words, rows of words, pairs of them and letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from chat.guard import scale, weights
from chat.guard.weights import LETTERS, WEIGHED, Weights

from .lines import QUIET, Line, digest, offered, plain

#: A piece that fewer messages have says nothing about others.
_FEWEST_WORDS: Final = 2
_FEWEST_LETTERS: Final = 4
#: How much letters count beside words, and how far weights may go; tried by leaving out one hand after another.
_LETTERS_COUNT: Final = 0.7
_FREEDOM: Final = 30.0
_STEP: Final = 0.1
#: What weighs less for every class is left out, in hundredths.
_LEAST: Final = 100
_HUNDREDTHS: Final = 100
_NEVER: Final = -20.0
_SIGNS: Final = frozenset({scale.BEGINS, scale.ENDS, scale.ASKS})


def pieces(text: str) -> Counter[str]:
    """What of a message is weighed, and how often: words once, rows each time, letters in every word that has them."""
    words = scale.row(plain(text))
    found = Counter([*{*words}, *_rows(words, 2), *_rows(words, 3), *_parted(words)])
    for word in {*plain(text).words}:
        found.update(LETTERS + each for each in scale.letters(word))
    return found


def _rows(words: Sequence[str], size: int) -> Iterator[str]:
    return (" ".join(words[at : at + size]) for at in range(len(words) - size + 1))


def _parted(words: Sequence[str]) -> Iterator[str]:
    return (f"{first} {scale.BETWEEN} {last}" for first, last in zip(words, words[2:], strict=False))


def learnt(lines: Sequence[Line]) -> Weights:
    """The weights that these messages ask for."""
    return weights.read(written(lines).splitlines())


def written(lines: Sequence[Line]) -> str:
    """The file of weights that these messages ask for, with what is offered instead of some."""
    lines = [*lines, *offered(lines)]
    found = [pieces(line.text) for line in lines]
    often = Counter(piece for each in found for piece in each)
    kept = sorted(piece for piece, times in often.items() if times >= _fewest(piece))
    rare = np.array([np.log((1 + len(lines)) / (1 + often[piece])) + 1 for piece in kept])
    counts = np.array([_LETTERS_COUNT if piece[0] == LETTERS else 1.0 for piece in kept])
    by_piece = rare * counts * _STEP
    roots = np.array([scale.root(plain(line.text)) for line in lines])
    matrix = _matrix(found, kept, by_piece, roots)
    bias, coef, telling = _fitted(matrix, lines, [_is_word(piece) for piece in kept], by_piece)
    pieces_left = [kept[at] for at in telling]
    values = coef * by_piece[telling] * _HUNDREDTHS
    return weights.written(bias.tolist(), digest(), _with_letters(dict(zip(pieces_left, values.T, strict=True))))


def _fitted(matrix: csr_matrix, lines: Sequence[Line], words: Sequence[bool], by_piece: Any) -> tuple[Any, Any, Any]:
    """The weights without a word, those of each piece that is kept, and which pieces are.

    What says little is left out, and the rest is learnt once more without it: hundreds of thousands of pieces that say
    a little each say much together, and others have to take that over. A word is kept however little it weighs, as
    one that is unknown is weighed by its letters.
    """
    kinds, times = [line.weighed_as for line in lines], [line.counts for line in lines]
    model = LogisticRegression(C=_FREEDOM, max_iter=1000, warm_start=True)
    model.fit(matrix, kinds, sample_weight=times)
    _, coef = _over_calm(model)
    telling = np.flatnonzero(np.array(words) | (np.abs(coef * by_piece * _HUNDREDTHS).max(axis=0) >= _LEAST))
    model.coef_ = model.coef_[:, telling]
    model.fit(matrix[:, telling], kinds, sample_weight=times)
    return (*_over_calm(model), telling)


def _over_calm(model: LogisticRegression) -> tuple[Any, Any]:
    """By how much each class outweighs calm: without a word, and for every piece; never, if nobody wrote for it."""
    at = {kind: number for number, kind in enumerate(model.classes_)}
    calm = at[QUIET]
    bias = [model.intercept_[at[kind]] - model.intercept_[calm] if kind in at else _NEVER for kind in WEIGHED]
    none = np.zeros(model.coef_.shape[1])
    coef = [model.coef_[at[kind]] - model.coef_[calm] if kind in at else none for kind in WEIGHED]
    return np.array(bias), np.array(coef)


def _fewest(piece: str) -> int:
    return _FEWEST_LETTERS if piece[0] == LETTERS else _FEWEST_WORDS


def _matrix(found: Iterable[Counter[str]], kept: Sequence[str], by_piece: Any, roots: Any) -> csr_matrix:
    """A row for each message, a column for each piece."""
    at = {piece: number for number, piece in enumerate(kept)}
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for each, root in zip(found, roots, strict=True):
        mine = [(at[piece], times) for piece, times in each.items() if piece in at]
        columns += [column for column, _ in mine]
        values += [times / root for _, times in mine]
        ends.append(len(columns))
    matrix = csr_matrix((values, columns, ends), shape=(len(ends) - 1, len(kept)))
    return matrix.multiply(by_piece).tocsr()


def _with_letters(values: dict[str, Any]) -> dict[str, list[int]]:
    """The weights in whole hundredths; a word is given those of its letters too, so that it is looked up once."""
    words = [piece for piece in values if _is_word(piece)]
    for word in words:
        parts = (LETTERS + each for each in scale.letters(word)) if word not in _SIGNS else ()
        values[word] = sum((values[part] for part in parts if part in values), values[word])
    return {piece: [round(float(each)) for each in value] for piece, value in values.items()}


def _is_word(piece: str) -> bool:
    return piece[0] != LETTERS and " " not in piece
