"""What every pass is built on: the window, and OpenGL objects with one owner each."""
