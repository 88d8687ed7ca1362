"""Lines built to make a pattern slow, out of the pattern itself."""
