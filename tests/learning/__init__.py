"""Learns what words weigh for the guard, and tries how well on people whose words it did not learn from."""
