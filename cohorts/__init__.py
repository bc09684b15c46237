"""Who meets whom, and when: courses, cohorts, sessions, seats and staff."""
