"""The coordinator's desk: planning cohorts, the calendar, who works when, and what needs doing today."""
