"""The browser page's own protocol under `/local/`: what a person sees and does. docs/workspace.md is its contract."""
