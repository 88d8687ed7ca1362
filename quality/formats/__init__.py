"""Makes the sample reports anew in every format, and measures what is read from each."""
