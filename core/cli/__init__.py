"""The command line of Buurtbasis."""
