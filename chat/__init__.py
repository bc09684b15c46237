"""What happens in a room: streams, entries, verbs, the journal and the hub."""
