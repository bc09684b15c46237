"""What stays of an evening once it is over, one short file each."""

from __future__ import annotations

from .afterword import About, Afterword
from .how_i_am import HowIAm
from .sign_off import SignOff, WhyInstead

__all__ = ["About", "Afterword", "HowIAm", "SignOff", "WhyInstead"]
