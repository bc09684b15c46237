"""The editor of courses: versions, weeks and steps, with the checker's remarks beside what they mean."""
