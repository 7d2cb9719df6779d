"""Privacy: what is known of a person, given to them or erased; what they consented to."""
