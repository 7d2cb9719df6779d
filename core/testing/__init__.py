"""What tests of the platform and of plugins share: servers, databases, a browser."""
