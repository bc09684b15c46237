"""What a course says, as plain values: read from TOML, checked, written back. Nothing here knows a database."""
