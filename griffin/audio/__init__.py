"""What is heard: the moment of a game → cues → a sound process' mixer."""
