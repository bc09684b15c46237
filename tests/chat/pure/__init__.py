"""Evenings on paper: the real verbs, fold, snapshot and hub, and a journal without a database, so that many are cheap.

`paper` writes what the verbs decide, `steps` thinks up evenings, `ears` listens to the real hub, `client` is a reader
who knows the protocol and nothing else. The tests say what must hold for all evenings.
"""
