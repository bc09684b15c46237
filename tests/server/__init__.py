"""The front door: what comes in, what goes out, how it opens and closes."""
