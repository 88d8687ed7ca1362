"""A static site over the tables of a run: opens by double click, needs no server and no network."""
