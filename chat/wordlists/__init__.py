"""The word lists as an organisation has them: adding is easy, weakening takes two, and the defaults come back.

`changes` says what is in force, `in_use` has this process go by it, `actions` are the verbs, `weighing` says what a
change would do to the sentences the release is tried on and to the last messages. The rest are pages of the desk.
"""
