"""The core of Buurtbasis: what every neighbourhood platform needs, whatever plugins it has."""
