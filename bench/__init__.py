"""Measures the console against the bare libraries, as ratios: both sides in turn, in one run (DESIGN §8)."""
