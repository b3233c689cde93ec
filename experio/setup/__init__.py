"""Set-up on a fresh machine. The standard library only: it runs before anything is installed."""
