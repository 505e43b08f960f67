"""Which new ties, meetings and invitations would let the collective grow, and why."""
