"""Two synthetic organisations to try the library on, with the truth that was planted in them.

`examples.py` finds, reads and writes the files. The rest is the generator: `plant.py` says what is planted and how
strongly, `draws.py` gives random numbers that are the same everywhere, `gemeente.py` and `academie.py` put it together.
"""
