"""Areas: municipality, districts and neighbourhoods, their boundaries and their sites."""
