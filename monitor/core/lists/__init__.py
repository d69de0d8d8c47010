"""Lists that people keep of sites and pages, in spreadsheets and otherwise, read into the rows of a watchlist."""
