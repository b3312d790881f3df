"""Notices from the public services, asked for page by page: the one room beside mail that opens a connection."""
