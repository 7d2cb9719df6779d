"""The plugins that ship with Buurtbasis; each enters by the same door as a stranger's."""
