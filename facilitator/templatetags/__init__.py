"""What templates ask this room for."""
