"""读卡与扫码: what reads a card, a chip or a bar code, each behind the small `Reader` of reader.py."""
