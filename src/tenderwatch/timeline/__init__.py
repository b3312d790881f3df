"""Terms on a time axis: values first (`chart`, `drawing`), then text for a terminal (`text`) or SVG.

Pages take `timeline_svg` (many contracts) from `timeline.svg`, and `contract_svg` (one) from `timeline.svg_contract`.
"""
