"""Sign-in as far as it depends on roles and employers: second factor by role, providers and their groups."""
