"""A file for each verb of the room, or for a close family of them, over the real wire.

What becomes of a verb is worked out of facts alone, so what its rows look like is asked of one store where they are
like any other's: such a file is marked `embedded`. On both is what a store itself has a part in: refs, what is held,
taken away or brought back, who is out of the room, what comes after the end, and the table of all verbs (`test_table`).
"""
