"""What facilitators do with the script, and what young people answer: each file a verb or a close family."""
