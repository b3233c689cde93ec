"""The demo world: a real frame filled with invented people. Made from a seed, refused outside demo mode."""
