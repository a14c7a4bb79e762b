"""工作清单: what is due, for whom, and until when."""
