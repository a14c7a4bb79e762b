"""The county sync server of 乡医通."""
