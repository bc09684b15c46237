"""The word lists at the desk: who may, what takes two, what is shown before, and that every process goes by it."""
