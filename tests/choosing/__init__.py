"""Which tests a change touches: what `make test-fast` runs while one works."""
