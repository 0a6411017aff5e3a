"""The measurements behind docs/benchmarks.md: `deploy/bench` runs them. An app, so that viewflow can name its flows."""
