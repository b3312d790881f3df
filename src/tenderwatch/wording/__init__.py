"""Reading printed terms of a contract into options: a grammar over tokens, judged by arithmetic.

`tenderwatch.wording.read.read` is the door. What it does not understand it names and leaves alone.
"""
