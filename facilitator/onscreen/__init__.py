"""What staff see of the duties that stand: the strip on every page, and the page of one, made for a phone."""
