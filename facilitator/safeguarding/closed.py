"""What the key ring closes for this room of the house: the keys of concerns' records."""

from __future__ import annotations

from cohorts.keyring import column, register

from .models import Concern

register(column("keys of records", Concern.every.all, "data_key", lambda concern: concern.row))
