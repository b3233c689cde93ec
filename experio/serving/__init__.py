"""The web server in one command, and what a demo needs before it starts."""
