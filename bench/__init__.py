"""What this program costs beside the bare thing it stands on; docs/bench.md tells how to read it."""
