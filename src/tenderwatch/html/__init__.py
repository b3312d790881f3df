"""HTML that stands alone or in a site: one way to fill templates, one style to begin from."""

from tenderwatch.html.environment import base_style, template

__all__ = ["base_style", "template"]
