"""The rota at the desk: who answers when, one's own times, and planning it."""
