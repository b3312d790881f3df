"""The digest: what a reader should know since the last one, and the memory that keeps it from being told twice."""
