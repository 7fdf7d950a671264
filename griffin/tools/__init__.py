"""What is run beside the game: pictures, measurements, the doctor, and a look at recordings."""
