"""What follows from a model: pairs, graphs, measures, findings."""
