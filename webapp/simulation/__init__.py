"""What the simulation shows: outcomes as values, counted so that nobody is told of, and frozen as mock rounds."""
