"""What the text looks like: vocabularies and grammar."""
