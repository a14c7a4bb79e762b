"""模拟医保平台: for training and tests.  Its own books on disk, its split from a policy file, and faults to order."""
