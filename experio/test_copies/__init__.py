"""Test copies (testkopior): a database of real people turned into one of nobody, with the same shape."""
