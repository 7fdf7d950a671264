"""How long a pilot has been gone, in stages: `input.pilotless` flies by them, and the screen shows them."""

from enum import Enum


class Absence(Enum):
    """The rows of the table in docs/welcome.md."""

    HERE = "here"
    LETTING_GO = "letting_go"
    GLIDING = "gliding"
    CIRCLING = "circling"
    GOING_HOME = "going_home"
