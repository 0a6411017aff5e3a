"""The measurements behind docs/figures.md: `deploy/bench` runs them. An app, so that viewflow can name its flows."""
