"""The wire: one vocabulary, from which everything else is written."""
