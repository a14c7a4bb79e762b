"""模拟日: a made-up day of a clinic, played through the same services as the screens."""
