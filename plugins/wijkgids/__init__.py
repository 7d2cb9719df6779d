"""The guide of a neighbourhood on paper."""
