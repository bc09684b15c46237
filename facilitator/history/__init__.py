"""What one young person said and did in their group, for the staff of that group alone; each reading is an act."""
