"""The demo: a small local site, a mail sink, and the main job from end to end."""
