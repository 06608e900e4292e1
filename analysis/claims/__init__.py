"""What may be said of a subject, once for all pages: pages word claims, they do not judge."""
