"""The parts of the benchmark. Each sets up both sides, measures run by run in turn, and returns its figures."""
