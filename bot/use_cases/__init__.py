"""Use cases: what people and the clock can ask of Vorbild, as plain functions over `Services`. No Slack here."""
