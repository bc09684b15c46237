"""The verbs of this room that are no requests over the wire, each whole or not at all."""
