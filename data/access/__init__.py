"""Who reads: what a provider says of them, what the company's file grants them, and what they did."""
