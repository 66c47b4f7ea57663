"""Workbooks and CSV files in, values and a report of issues out; nothing here writes to a database."""
