"""The constants of who is the pilot. Lengths are torso lengths (`_torsos`) unless a name says otherwise."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotTuning:
    """The constants. Contradictory ones raise ValueError."""

    # --- looks at everybody ---
    look_s: float = 1.0  # between two of them: 3 % of a core with somebody beside the pilot
    busy_look_s: float = 0.1  # while somebody asks for something, or it is open who flies
    busy_s: float = 3.0  # that long after somebody raised both arms, where it may take over by that
    crossing_look_s: float = 0.2  # while somebody is about to walk past the pilot
    crossing_s: float = 3.0  # at most, for two may stand side by side all evening
    look_least_torso: float = 0.12  # picture heights; a look finds bodies from a third of the height on
    sighted_s: float = 0.15  # what a model invents it seldom sees in two looks on end, or three quick ones
    look_patience_s: float = 2.0  # on a slow machine a look takes a second
    forget_s: float = 3.5  # a bystander of whom nothing was seen in two slow looks has left
    history_s: float = 2.0  # a look's answer is no older than that

    # --- who is who ---
    apart_torsos: float = 1.1  # nearer to each other, two bodies cover each other
    leave_torsos: float = 1.4  # who came nearer walks past until this far away: two side by side sway
    cover_torsos: float = 2.0  # a child's trunk is lower by that, and so is who is nearer to a high camera
    approach_s: float = 1.2  # who will be that near within this time walks past: more than one look
    place_torsos: float = 0.7  # by which somebody is off the expected place, and more the longer unseen
    place_per_s: float = 1.5  # who walks changes the pace
    walk_per_s: float = 7.0  # who was seen once may stand, or run at 3.4 m/s
    stand_per_s: float = 0.5  # players stay about where they are
    size_frac: float = 0.15  # a body's size varies by that as seen by the model
    colour_step: float = 0.06  # by which the colours of one person's clothes vary
    colours_alike: float = 0.1  # the same clothes: 95 of 100 frames of the recorded people are below
    colours_other: float = 0.2  # other clothes: two people in three are farther apart
    colours_margin: float = 0.1  # so much nearer to one person's than to another's, they are that one's
    other_s: float = 0.1  # one frame's colours may be those of a hand before the chest
    pace_s: float = 0.6  # who comes near somebody walks on at the pace of this last time
    parted_s: float = 1.5  # a look and a half after two bodies were near each other they are apart
    seen_there_s: float = 0.4  # as long as a look takes on a busy machine
    same_moment_s: float = 0.15  # between a frame and a look: two frames of a slow camera
    size_most_frac: float = 0.4  # a body doesn't change its size by more while it is covered
    most_cost: float = 6.0  # place, size and clothes two steps off each: somebody else
    trust_cost: float = 0.5  # the model's own opinion on who is who counts for so much
    learn_s: float = 3.0  # a person's colours are a mean over this: the light changes more slowly

    # --- where the model may look ---
    view_torsos: float = 2.0  # to either side of the pilot: the reach of its arms
    view_least_torsos: float = 0.6  # half a trunk and some room: who is nearer can't be left out
    view_s: float = 0.5  # that long after it is back with the pilot

    # --- who may fly ---
    aim_s: float = 1.5  # the model is led to a body that was seen for no longer than this
    near_gap_s: float = 1.0  # who is back from behind somebody may have moved as far as in this time
    keep_s: float = 10.0  # a covered or absent pilot is waited for, and a new one keeps the place
    facing_s: float = 3.0  # who was away for longer may look any way
    claim_s: float = 2.0  # both arms up for this long: nobody does that by chance
    # Of whom no feet are seen: hands at rest elsewhere than at the sides are a weaker sign than hanging arms.
    idle_s: float = 5.0  # who plays holds the arms out within this time, who talks on a screen seldom does
    face_s: float = 0.5  # facing the camera for this long, to take a free place
    picture_s: float = 10.0  # who doesn't move a joint for this long is a poster
    picture_step_s: float = 0.2  # between two samples
    # Filmed people's noses moved by 0.07 and more within 4 s, those of stills by 0.034 at most within 10 s.
    picture_torsos: float = 0.04
    picture_hand_torsos: float = 0.3  # of a still the model shows hands that move by up to 0.1
    picture_visibility: float = 0.7  # those that it can't see move by up to 0.65
    picture_calm_s: float = 0.4  # a mean over this takes the model's noise out
    hanging_torsos: float = 0.6  # hands this far below the shoulders hang
    front_torsos: float = 0.35  # shoulders this wide and in their order face the camera

    def __post_init__(self) -> None:
        if not 0.0 < self.busy_look_s <= self.crossing_look_s <= self.look_s:
            raise ValueError("looks must be most frequent when busy")
        if not 0.0 < self.apart_torsos < self.leave_torsos:
            raise ValueError("leave_torsos must be above apart_torsos, and that above 0")
        if not 0.0 < self.colours_alike < self.colours_other:
            raise ValueError("colours_alike must be above 0 and below colours_other")
