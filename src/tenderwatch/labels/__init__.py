"""The words that stand for codes, each table said once for every answer, page, calendar and message.

The codes themselves belong to the modules that give them a meaning; JSON and the registry's files use those.
Tables are in the order in which people should see their rows. A new code is one more row here.
"""
