"""After an evening: it is signed off, notes go to the next one, and nobody goes home alone with it."""
