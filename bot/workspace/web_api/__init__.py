"""Slack's Web API, grouped by family: each method is a plain function from a `Call` to the answer without `ok`."""
