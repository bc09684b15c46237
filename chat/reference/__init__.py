"""What is written from the vocabulary: the reference, the browser's builders, the shared frames."""

from __future__ import annotations

from .javascript import javascript
from .markdown import markdown
from .samples import frames

__all__ = ["frames", "javascript", "markdown"]
