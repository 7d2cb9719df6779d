"""The audit log: who did what, on what, when and from where; nobody can change it unseen."""
