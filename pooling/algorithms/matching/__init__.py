"""What a line asks for, found among the items of a catalogue: docs/algorithms/matching.md."""
