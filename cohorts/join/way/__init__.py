"""The way in: from a stranger to a seat. Nothing is kept before the last press; until then the page carries it all."""
