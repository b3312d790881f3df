"""The registry: text to records, and back to text."""
