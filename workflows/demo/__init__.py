"""The demo: phường Minh Xuân with its sample plan, a cast of offices, and a year that the real actions have played."""
