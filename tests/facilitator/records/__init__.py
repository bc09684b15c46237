"""The record of a concern that came up only after an evening: its page, forms, what is sent again, a missing key."""
