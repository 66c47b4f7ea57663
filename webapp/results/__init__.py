"""What the offices receive after the choice: collected from the database or a folder, and made into files."""
