"""Mail: a message with the right headers, and the way to a server. Nothing here reads a clock, a file or a variable."""
