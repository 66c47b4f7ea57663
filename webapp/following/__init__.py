"""The semester after the choice: attendance, the faculty's decisions, who is close to the limit."""
