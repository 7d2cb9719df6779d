"""The demonstration: the real places of Amersfoort with facts only, and invented entries."""
