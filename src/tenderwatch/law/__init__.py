"""What law and practice say of a contract: its ends and status, timetables, working days, stages counted back."""
