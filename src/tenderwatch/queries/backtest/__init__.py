"""How often tender windows have come true: each finished procurement predicted from those of other buyers."""
