"""The rules of the choice of internships: values in, values out; no file, no database, no clock, no chance."""
