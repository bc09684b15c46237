"""What a course says, as plain values: read from TOML, checked, written back. Nothing here knows a database.

`shape` the values · `reading` from files, or everything that is wrong with them · `writing` back to one file ·
`checker` what to look at again, with `prompts`, `readability` and `contested` · `folder` files on disk
"""
