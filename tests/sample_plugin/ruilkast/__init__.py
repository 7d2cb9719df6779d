"""Ruilkasten: little swap cabinets in the neighbourhood, as a plugin of Buurtbasis."""
