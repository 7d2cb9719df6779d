"""Benchmarks: what pages cost beside a bare handler, and how that grows with the content."""
