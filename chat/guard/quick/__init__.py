"""A quick look at each message: most say nothing, and to see that is most of what the reader does all evening.

Where it says so, reading would come to nothing, whatever the lexicon and the weights; all else is read. It is a look at
numbers, compiled (`look.pyx`), and what it looks them up in is made of what a reader reads by (`looking`).
"""
