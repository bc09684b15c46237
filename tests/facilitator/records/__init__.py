"""The record of a concern that came up only after an evening: its page, its forms, and what is sent to it again."""
