"""When somebody may not be safe: an adult's concern, and the record that holds what it rests on and what was done."""
