"""The two loops, and the program that starts and stops both."""
