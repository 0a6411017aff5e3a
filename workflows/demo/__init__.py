"""The demo: phường Minh Xuân with its sample plan, a cast of offices, and a year played through the real actions."""
