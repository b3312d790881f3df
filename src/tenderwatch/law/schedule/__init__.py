"""Schedules: the stages of a re-procurement counted backwards from a start, or forwards from today.

The code knows how stages depend on each other; every length comes from a timetable. What only `plan` asks for
(`forward`, `feasibility`, `pipeline`) is imported from its own module, to keep the start of the others light.
"""
