"""The published site: feeds, pages and data as files for any static host."""
