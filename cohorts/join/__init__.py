"""The young person's way in: public pages, words, link, the place between sessions, and the way out."""
