"""A day of choice played on a copy, with simulated people: to train, and to try everything before the real one."""
