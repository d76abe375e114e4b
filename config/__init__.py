"""What one installation is: its settings from the environment, and its county from the YAML in `defaults/`."""
