"""Django's PostgreSQL back end with a bound on every wait (decision 0018)."""
