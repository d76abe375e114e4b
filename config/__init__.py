"""What one installation is: its settings from the environment, and the county as YAML in `defaults/`. No I/O but reading."""
