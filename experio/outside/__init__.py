"""The hard outside: headers, error pages, logs, health, and patience with the database (decision 0018)."""
