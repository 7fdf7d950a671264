"""One thing that is drawn a file, named after its pair of shaders."""
