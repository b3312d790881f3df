"""The pages of the site, for people: from a `Site` to files, with nothing read and no clock."""

from tenderwatch.site.pages.render import render_pages
