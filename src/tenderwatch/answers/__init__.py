"""Answers as values, one builder each. A format of `tenderwatch.formats` turns any of them into text."""
