"""Calendars: what happens when, as events, and events as iCalendar text."""
