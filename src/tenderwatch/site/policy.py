"""What a page may load: its own style, script and pictures, and nothing from anywhere else."""

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
)
# A drawing that is opened by itself carries its style within it, and needs nothing else.
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
