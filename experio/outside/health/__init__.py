"""Whether the process lives, and whether it can do its work: for load balancers and service managers."""
