"""A home as one file, and back: what belongs together is taken at one instant, and put in place whole or not at all."""
