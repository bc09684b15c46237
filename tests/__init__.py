"""What Alcove promises, said as tests."""
