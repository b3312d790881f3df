"""The registry's format: every key, said once, with what it may hold."""
