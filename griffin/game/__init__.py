"""One turn of the game: what was put in → what there is to be seen and heard, by rules that are pure."""
