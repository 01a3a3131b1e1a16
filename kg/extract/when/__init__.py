"""When a figure holds, what it is compared with, and whether it is a fact or a plan."""
