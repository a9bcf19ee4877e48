"""Listeners, one file a journey: acknowledge, read, call one use case, show."""
