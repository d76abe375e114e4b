"""What `switchboard doctor` looks at: one file per side of the house. A check never raises; it finds."""
