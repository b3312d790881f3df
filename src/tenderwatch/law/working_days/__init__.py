"""Working days: two calendars of bank holidays, and the periods that procurement law counts in them.

No length of a period lives here: standstills, call-in and notice come from the timetables' data.
"""
