"""居民: the register."""
