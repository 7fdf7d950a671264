"""What every pass stands on: the window, and OpenGL objects that know who owns them."""
