"""The register of documents: numbers, dispatches, recalls, and the files that it names."""
