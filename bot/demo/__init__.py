"""The demo: an invented company, its simulated employees, and what the truth about them is."""
