"""`pooling try`: the whole line run once on a spreadsheet somebody already has, in a throwaway group."""
