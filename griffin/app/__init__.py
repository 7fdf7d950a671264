"""The programs: the two loops, and the one that starts and stops both."""
