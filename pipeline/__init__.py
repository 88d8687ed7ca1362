"""From file to text, sections, facts, findings and tables."""
