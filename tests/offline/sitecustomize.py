"""Python imports this at start where this folder is on PYTHONPATH: programs that tests start are guarded too."""

from loopback_only import install

install()
