"""Figures: each a value that is good alone, as SVG, PNG or PDF, with the table it rests on."""
