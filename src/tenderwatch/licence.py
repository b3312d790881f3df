"""The licences of what tenderwatch gives out, in one place, so that every export says the same."""

CODE_LICENCE = "MIT"

DATA_LICENCE_ID = "OGL-UK-3.0"  # the name of this licence in the SPDX list
DATA_LICENCE = "Open Government Licence v3.0"
DATA_LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
# The words that the licence itself asks for where several sources are used together.
ATTRIBUTION = f"Contains public sector information licensed under the {DATA_LICENCE}."
DISCLAIMER = "Facts gathered by hand from published sources; they may be out of date or wrong. Check with the council."
