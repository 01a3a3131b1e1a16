"""The gate: whether a text proves what somebody proposes."""
