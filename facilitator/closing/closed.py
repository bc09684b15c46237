"""What the key ring closes of what staff write once an evening is over."""

from __future__ import annotations

from cohorts.keyring import column, register

from .models import Afterword, HowIAm

register(column("words of evenings", Afterword.objects.all, "data_key", lambda word: word.row))
register(column("how staff are", HowIAm.objects.all, "data_key", lambda said: said.row))
