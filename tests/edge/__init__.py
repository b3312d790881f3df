"""Tests at the edges: other programs read what we write. Those that need one skip where it is missing."""
