"""机构: this PC."""
