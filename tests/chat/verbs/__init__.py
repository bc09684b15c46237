"""A file for each verb of the room, or for a close family of them, over the real wire."""
