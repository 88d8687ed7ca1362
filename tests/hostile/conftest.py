"""The fuzzer is a program to be started by hand: it blanks the PATH and needs atheris."""

collect_ignore = ["fuzz.py"]
