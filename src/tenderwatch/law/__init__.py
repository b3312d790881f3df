"""What law and practice say about a contract: ends and status, timetables, working days, stages counted back."""
