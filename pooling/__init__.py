"""pooling: the firms of a purchasing group buy together without opening their books to each other."""
