"""The house itself: its direction, its settings, its commands."""
