"""What lasts: accounts, campaigns, journals, mail; on SQLite or PostgreSQL."""
