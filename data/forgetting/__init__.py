"""What erasing and retention are made of: who leaves, from where, and how it is known that they are gone."""
