"""The command line: the only place that reads the clock, the environment, files and the terminal."""
