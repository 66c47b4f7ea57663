"""Honest workbooks of one invented campaign, good and bad, and the seeded scripts that make them."""
