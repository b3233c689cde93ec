"""Structured logs: one line of JSON for each event, and nothing about a person in any of them."""
