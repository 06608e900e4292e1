"""Every sentence to the reader. Markdown: names from data are literal, amounts escaped; nothing here says "caused"."""
