"""Views: values → Block Kit, and beside it submission → values. Nothing here reads a database or calls Slack."""
