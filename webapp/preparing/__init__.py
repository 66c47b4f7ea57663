"""Preparing a campaign: its plan, its files, the edits on top, the checks before it opens."""
