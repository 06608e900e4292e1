"""Which engine the business needs more of now: evidence, rules, one recommendation and how easily it turns."""
