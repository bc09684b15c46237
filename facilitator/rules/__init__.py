"""How often each rule of the guard pointed at something, and what facilitators then did with it."""
