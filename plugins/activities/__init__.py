"""Activities: what organisations offer, ongoing or on dates."""
