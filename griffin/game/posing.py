"""Hand-written states of a flight → the creature that lives through them: for stills and films, not for play.

The one place beside `Session` that steps a creature: a still shows a state that no flight led to.
"""

from collections.abc import Iterable, Iterator

from griffin.creature.creature import CreatureState, settle_creature, step_creature
from griffin.flight.state import FlightState
from griffin.flight.timestep import STEP_S


def live_through(states: Iterable[FlightState]) -> Iterator[tuple[FlightState, CreatureState]]:
    """Each state with its creature, which has lived through all before; `STEP_S` lie between two states."""
    creature: CreatureState | None = None
    for state in states:
        creature = settle_creature(state) if creature is None else step_creature(creature, state, STEP_S)
        yield state, creature
