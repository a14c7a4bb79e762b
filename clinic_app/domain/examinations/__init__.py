"""检验检查: what can be examined, and how a result is judged."""
