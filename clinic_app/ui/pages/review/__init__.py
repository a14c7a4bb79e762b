"""点评: what came back on one's prescriptions, one's figures, lessons."""
