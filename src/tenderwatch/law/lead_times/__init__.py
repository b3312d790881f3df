"""How long finished procurements took, and what that says about the next.

The rows are in the data file beside this one. What reads them (`procurement`, `fit`) is imported from its own module,
to keep the start of the program light: it is served the bands from the compiled timetables.
"""
