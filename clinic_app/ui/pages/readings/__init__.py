"""自测 (page): what self-service devices measured is confirmed or rejected, matched, and answered where it is urgent."""
