"""A large registry compiled into an SQLite file that is asked, not loaded. The text stays the truth."""
