"""Questions asked of the whole registry on a day: which contracts, why, what changed, what to tell."""
