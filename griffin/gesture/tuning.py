"""Every constant of the gestures, with its unit, its reason and the range in which it makes sense.

Lengths are torso lengths (`_torsos`; one is about 0.48 m on an adult), speeds torso lengths a second
(`_per_s`), accelerations torso lengths a second squared (`_per_s2`): g is 20 of those.
"""

from dataclasses import dataclass, field, fields

from griffin.errors import ConfigError


def _tuned(value: float, low: float, high: float) -> float:
    number: float = field(default=value, metadata={"low": low, "high": high})
    return number


@dataclass(frozen=True, slots=True, kw_only=True)
class GestureTuning:
    """The constants. A value outside its range, or two that contradict each other, raise ConfigError."""

    # --- the body's measures ---
    # Bones don't grow during a flight; a torso in space is 3 % noise a frame, which five seconds average out.
    measure_renew_s: float = _tuned(5.0, 1.0, 60.0)
    # A bow shortens the model's torso by a quarter: more than that in one frame is a mistake of the model.
    measure_outlier_frac: float = _tuned(0.25, 0.05, 1.0)
    # The size in the picture changes by half in 0.5 s when somebody leaps at the camera; its noise is 2 %.
    scale_renew_s: float = _tuned(0.25, 0.05, 2.0)
    scale_outlier_frac: float = _tuned(0.3, 0.05, 1.0)

    # A shoulder width is 0.7 torsos; it stands for the torso until the hips are seen.
    shoulder_torsos: float = _tuned(0.7, 0.4, 1.2)

    # --- what is seen of it ---
    # Hidden joints have a visibility of 0.01 to 0.2, and lie anywhere; from 0.6 on they are as good as ever.
    joint_from_visibility: float = _tuned(0.3, 0.0, 0.9)
    joint_full_visibility: float = _tuned(0.6, 0.1, 1.0)
    # From half of its full say on, an arm steers as the player means it.
    arm_seen_certainty: float = _tuned(0.5, 0.05, 1.0)
    # A hand comes back within a second, or is out of use. It is forgotten slowly: nobody feels a pull.
    unseen_hold_s: float = _tuned(1.0, 0.0, 5.0)
    unseen_fade_s: float = _tuned(2.5, 0.5, 10.0)
    # Shoulder to wrist over shoulder to elbow of a straight arm.
    arm_per_upper_arm: float = _tuned(1.9, 1.5, 2.3)
    # An upper arm is 0.58 torsos long. Shorter in the picture than this, it points at the camera within 10 to
    # 25 deg, and its angle there says little.
    wing_from_torsos: float = _tuned(0.1, 0.02, 0.5)
    wing_full_torsos: float = _tuned(0.25, 0.05, 0.6)

    # --- left and right --- Swaps last up to 8 frames of a webcam's 30 a second.
    swap_longest_s: float = _tuned(0.3, 0.1, 1.0)
    # Between two frames nobody turns by 120 deg, the angle with this cosine.
    swap_cosine: float = _tuned(0.5, 0.1, 0.95)
    # Shoulders or hips seen at half their width: the model slides from one order into the other.
    swap_width_frac: float = _tuned(0.5, 0.1, 0.9)

    # The model knows depth half as well as width and height; a fold in depth counts by so much.
    fold_depth_frac: float = _tuned(0.5, 0.0, 1.0)

    # A fifth of a second of flight makes a jump; three samples of it make a parabola at 15 frames a second.
    trunk_window_s: float = _tuned(0.18, 0.1, 0.4)

    # --- jump ---
    # Push and take-off are this fresh when the fall is seen, even at 8 frames a second.
    jump_memory_s: float = _tuned(0.4, 0.1, 1.0)
    # Free fall is 20 for an adult, 30 for a small child; in the middle of take-off the fit shows half of it.
    jump_least_fall_per_s2: float = _tuned(9.0, 4.0, 18.0)
    jump_most_fall_per_s2: float = _tuned(45.0, 30.0, 100.0)
    # A trunk that is slowed by less than a sixth of g falls no more.
    jump_fall_end_per_s2: float = _tuned(3.0, -5.0, 8.0)
    # Speed at take-off: 1.15 m/s, a jump of 7 cm. Around a take-off the mean over a window is below the peak
    # by a third of g times the window.
    jump_rise_per_s: float = _tuned(2.4, 1.5, 4.0)
    jump_peak_per_s2: float = _tuned(6.5, 0.0, 15.0)
    # The floor pushed the body up, by a fifth of g beyond its weight at least.
    jump_push_per_s2: float = _tuned(4.0, 0.0, 20.0)
    # With feet out of the picture all must be beyond doubt: standing up quickly has a third of g of push and
    # fall, and a rise of 1.5 m/s is a jump of 12 cm.
    jump_blind_rise_per_s: float = _tuned(3.2, 1.5, 6.0)
    jump_blind_fall_per_s2: float = _tuned(14.0, 9.0, 20.0)
    jump_blind_push_per_s2: float = _tuned(12.0, 5.0, 25.0)
    # The trunk is above where it stands, which a squat on its way up isn't: by 1.5 cm, unseen feet 4 cm.
    jump_height_torsos: float = _tuned(0.03, -0.2, 0.3)
    jump_blind_height_torsos: float = _tuned(0.08, -0.2, 0.5)
    # Bent over, the trunk's height says nothing of the body's.
    jump_upright_frac: float = _tuned(0.6, 0.0, 0.95)
    # A push from the floor: a quarter of g. A flight that nothing ends is over after this time.
    jump_landing_per_s2: float = _tuned(5.0, 1.0, 15.0)
    jump_longest_s: float = _tuned(1.0, 0.6, 3.0)
    # Three pictures that lie further apart than this don't show a parabola of a fifth of a second.
    jump_coarse_s: float = _tuned(0.305, 0.2, 1.0)
    # A jump's strength is its height against the middle one of this body's first so many.
    jump_first: int = field(default=3, metadata={"low": 1, "high": 10})
    # Free fall, for that height.
    jump_g_per_s2: float = _tuned(20.0, 15.0, 40.0)
    # The quickest hops of people come twice a second.
    jump_pause_s: float = _tuned(0.3, 0.1, 1.0)
    # A model that has just found a body settles on it for a moment, which looks like movement.
    jump_settle_s: float = _tuned(0.2, 0.0, 1.0)
    # Model's certainty of ankles and toes: nearly 1 when seen, nearly 0 beyond the picture's edge.
    feet_visibility: float = _tuned(0.5, 0.1, 0.95)
    # The camera's level in the picture, if it isn't tilted: the floor's distance below it, over the body's
    # size, is the same wherever the player stands.
    horizon_y: float = _tuned(0.5, 0.0, 1.0)
    # A foot that has kept its place this long, to 4 cm, stands: in the air it moves further in every frame.
    foot_memory_s: float = _tuned(0.3, 0.1, 0.6)
    foot_still_torsos: float = _tuned(0.08, 0.02, 0.3)

    # --- jog ---
    # Who jogs falls with g between two steps; a parabola through the last moments shows most of it.
    jog_fall_per_s2: float = _tuned(12.0, 4.0, 18.0)
    # One foot is then 7 cm above the other at least.
    jog_torsos: float = _tuned(0.15, 0.05, 0.5)
    # Joggers take two and a half to three steps a second, children more; four steps make a run-up.
    jog_step_s: float = _tuned(0.6, 0.3, 1.5)
    jog_steps: int = field(default=4, metadata={"low": 3, "high": 10})
    # Without a step for this long, the next run-up counts anew.
    jog_rest_s: float = _tuned(2.0, 0.5, 10.0)

    # --- standing height ---
    # Of the heights at which the body kept still within this time, the upper fifth's lower edge: a player who
    # squats for three quarters of it still has a standing height.
    standing_memory_s: float = _tuned(20.0, 5.0, 120.0)
    standing_step_s: float = _tuned(0.1, 0.0, 0.5)
    standing_frac: float = _tuned(0.8, 0.5, 1.0)
    # Still: slower than 0.25 m/s, and not turning around as at the bottom of a squat or the top of a jump.
    standing_still_per_s: float = _tuned(0.5, 0.1, 2.0)
    standing_still_per_s2: float = _tuned(5.0, 1.0, 15.0)
    # At another distance from the camera a trunk has another height in the picture: 10 % is 0.3 m.
    standing_scale_frac: float = _tuned(0.1, 0.02, 0.5)

    # --- flap ---
    # 0.26 m on an adult.
    flap_fall_torsos: float = _tuned(0.55, 0.2, 1.0)
    # 0.96 m/s on an adult: slower is a change of pose.
    flap_speed_per_s: float = _tuned(2.0, 0.5, 4.0)
    # A wrist's noise is 4 % of a torso; over this time a stroke is still nearly a parabola.
    flap_window_s: float = _tuned(0.1, 0.03, 0.3)
    # 0.2 m beside the shoulders at some moment of the stroke: reaching forward stays below a third of that.
    flap_out_torsos: float = _tuned(0.45, 0.1, 1.0)
    # And still half of that when fastest, or the arms sweep across the chest.
    flap_fast_out_torsos: float = _tuned(0.22, 0.0, 1.0)
    # A wrist that comes down more slowly than 0.2 m/s rests: its fall ends, the next begins here.
    flap_stall_per_s: float = _tuned(0.4, 0.1, 1.0)
    # A wrist's height of one frame in 0.1 s is wrong by depth; three frames of 10 a second must do as well.
    flap_out_s: float = _tuned(0.11, 0.05, 0.3)
    # 6.7 m/s: the hardest strokes have 5.5 m/s, the mistakes of a model 8 and more.
    flap_most_per_s: float = _tuned(14.0, 8.0, 30.0)
    # For at least this part of the time in which the first arm falls, the other falls as well.
    flap_overlap_frac: float = _tuned(0.4, 0.1, 1.0)
    # A wrist that turns by less is noise.
    flap_turn_torsos: float = _tuned(0.06, 0.01, 0.3)
    # No stroke is reported across a hole in the tracking longer than this.
    flap_gap_s: float = _tuned(0.3, 0.13, 1.0)
    # A wrist behind the trunk has a visibility of 0.05 to 0.2.
    arm_visibility: float = _tuned(0.3, 0.05, 0.9)
    # So long must an arm be unseen before the other speaks for both.
    one_arm_s: float = _tuned(1.0, 0.2, 5.0)
    # And the body faces the camera this squarely: from the side, one arm is always hidden.
    one_arm_span_torsos: float = _tuned(0.45, 0.2, 1.0)
    # A trembling hand moves by less.
    flap_dead_torsos: float = _tuned(0.1, 0.0, 0.3)
    # Amplitude beyond that times speed of a full stroke from overhead to the hips: 1.3 torsos at 6 a second.
    flap_full_air: float = _tuned(7.5, 2.0, 30.0)
    # After so many strokes an arm is measured by itself alone; the most it has shown fades by a twentieth a
    # stroke, as arms tire.
    flap_known_strokes: int = field(default=4, metadata={"low": 1, "high": 20})
    flap_fade_frac: float = _tuned(0.95, 0.5, 1.0)
    # What is asked for follows the depth of the last few strokes, at this part of it, down to 0.22 torsos.
    flap_learn_frac: float = _tuned(0.4, 0.05, 1.0)
    flap_need_frac: float = _tuned(0.6, 0.2, 0.95)
    flap_least_frac: float = _tuned(0.4, 0.2, 1.0)
    # Three small strokes, each like the others within this factor, in the rhythm of strokes.
    flap_small_strokes: int = field(default=3, metadata={"low": 2, "high": 6})
    flap_alike: float = _tuned(1.5, 1.1, 3.0)
    flap_small_least_s: float = _tuned(0.3, 0.2, 1.0)
    flap_small_most_s: float = _tuned(2.0, 0.5, 5.0)
    # Three strokes in 2.5 s are vigorous; gliders correct once in a while.
    flap_run_strokes: int = field(default=3, metadata={"low": 2, "high": 10})
    flap_run_s: float = _tuned(2.5, 1.0, 6.0)
    # One run is reported once for as long as three strokes take.
    flap_run_pause_s: float = _tuned(2.5, 0.5, 10.0)

    # --- flailing ---
    # Toddlers flail at 1.5 to 4 Hz with strokes of 0.3 m and more: 2.4 torsos a second and up. Who directs
    # traffic or sweeps the arms has 1.9.
    flail_speed_per_s: float = _tuned(2.4, 1.0, 6.0)
    flail_s: float = _tuned(1.5, 0.8, 4.0)
    # In each part as long as this: one stroke there and back.
    flail_part_s: float = _tuned(0.5, 0.2, 1.0)
    # A hand that goes to and fro at 1.5 Hz covers its extent 4.5 times in 1.5 s, a waltz twice.
    flail_path_over_extent: float = _tuned(3.6, 1.5, 6.0)
    # Hands whose heights differ by less than this part of their way, a tenth of a period, go together.
    flail_apart_frac: float = _tuned(0.7, 0.2, 1.5)
    # The feet stay where they are, to 0.24 m; towards the camera and back, 10 % of the size are 0.3 m.
    flail_travel_torsos: float = _tuned(0.5, 0.1, 2.0)
    flail_grown_frac: float = _tuned(0.1, 0.03, 0.5)
    # Below this the arms are calm: the next flailing is a new one.
    flail_calm_per_s: float = _tuned(1.0, 0.2, 3.0)
    # Places further apart than this make the path; closer ones would add noise to it at 60 frames a second.
    flail_step_s: float = _tuned(0.06, 0.0, 0.12)
    # A hand turns back after 0.125 s and more: pictures further apart than this don't show its path.
    flail_coarse_s: float = _tuned(0.17, 0.13, 0.3)
    # Turned by up to 70 deg.
    flail_span_torsos: float = _tuned(0.25, 0.0, 0.7)

    # --- turn ---
    # One second, less the twentieth by which the flip of the shoulders is uncertain.
    turn_away_s: float = _tuned(0.98, 0.5, 3.0)
    # Long enough not to be a swap, short enough to feel answered.
    turn_back_s: float = _tuned(0.3, 0.1, 2.0)
    # Swaps of left and right last a few frames.
    turn_swap_s: float = _tuned(0.25, 0.05, 0.5)
    # A nose this far before the ears is seen from the front: then this time is enough.
    turn_face_torsos: float = _tuned(0.35, 0.1, 1.0)
    turn_sure_s: float = _tuned(0.115, 0.0, 0.5)
    # On average a nose this far before the ears (as the model exaggerates depth) belongs to a face seen.
    turn_nose_torsos: float = _tuned(0.6, 0.2, 2.0)
    # So far behind them, the nose belongs to a back, not to a bowed head whose shoulders were swapped.
    turn_sudden_torsos: float = _tuned(0.15, 0.0, 1.0)
    # Beyond 120 deg shoulders are as wide as this part of their width from the front, and in reverse.
    turn_back_cosine: float = _tuned(0.5, 0.1, 0.9)
    # One frame may be a mistake.
    turn_reversed_frames: int = field(default=2, metadata={"low": 1, "high": 5})
    # From 70 deg on it is a profile, in which the line of the arms says nothing.
    turn_side_cosine: float = _tuned(0.34, 0.1, 0.9)
    # That width is learned within this time; people have 0.5 to 1.0 torsos of it. Noise goes both ways and a
    # turn only makes it narrower, so it is given up slowly, the more so by shoulders that look narrower than
    # at 32 deg: a minute at 45 deg takes 6 % off.
    turn_width_s: float = _tuned(0.5, 0.1, 5.0)
    turn_narrow_s: float = _tuned(30.0, 5.0, 120.0)
    turn_turned_s: float = _tuned(300.0, 120.0, 3600.0)
    turn_front_frac: float = _tuned(0.85, 0.7, 1.0)
    turn_least_torsos: float = _tuned(0.5, 0.2, 0.7)
    turn_usual_torsos: float = _tuned(0.7, 0.5, 0.9)
    turn_most_torsos: float = _tuned(1.0, 0.7, 2.0)
    # Across a longer hole the moment of the flip isn't interpolated.
    turn_gap_s: float = _tuned(0.35, 0.13, 1.0)

    # --- arms as controls ---
    # One Euro: calms a still arm to 0.38 deg a frame; beta and surprise (1.4 deg) keep the lag at 0.02 s.
    angle_cutoff_hz: float = _tuned(0.3, 0.1, 5.0)
    angle_beta: float = _tuned(3.0, 0.0, 50.0)
    angle_surprise_rad: float = _tuned(0.025, 0.005, 1.0)
    derivative_hz: float = _tuned(1.0, 0.2, 10.0)

    # --- the hands' bend ---
    # A hand is small: raw, its bend is 13 deg off and changes by 8 deg a frame at rest. One Euro takes the
    # latter to 1.9 deg at a lag of 0.04 s; without surprise, which a hand lost for a frame would open.
    wrist_cutoff_hz: float = _tuned(0.5, 0.1, 5.0)
    wrist_beta: float = _tuned(1.0, 0.0, 50.0)
    # A straight hand looks bent by up to 8 deg, and differently on each side.
    wrist_dead_rad: float = _tuned(0.12, 0.0, 0.5)
    # People bend a hand by 60 deg up and 79 deg down, by 21 and 38 deg sideways (means of 40: Ryu et al.,
    # "Functional ranges of motion of the wrist joint", J Hand Surg 16A, 1991): further is a mistake.
    wrist_most_rad: float = _tuned(1.22, 0.3, 1.6)
    # A level forearm is 0.5 torsos long in the picture; upright or foreshortened to this, it says nothing.
    wrist_level_from_torsos: float = _tuned(0.08, 0.0, 0.3)
    wrist_level_full_torsos: float = _tuned(0.26, 0.1, 0.5)
    # A hand to its knuckles is 0.17 torsos long; below half of that it is noise of 25 deg and more.
    hand_from_torsos: float = _tuned(0.06, 0.0, 0.15)
    hand_full_torsos: float = _tuned(0.12, 0.05, 0.3)
    # The model's certainty of knuckles is above 0.9 when seen; at 0.6 the noise is thrice the usual.
    hand_from_visibility: float = _tuned(0.5, 0.0, 0.9)
    hand_full_visibility: float = _tuned(0.8, 0.1, 1.0)

    # --- steering ---
    # Hands this close together have no line: a wrist's noise of 4 % of a torso turns it by 10 deg.
    line_from_torsos: float = _tuned(0.2, 0.0, 0.5)
    line_full_torsos: float = _tuned(0.5, 0.1, 1.0)
    # Hands at the sides are 1.3 shoulder widths apart, held out 3 to 4; a shoulder width is 0.7 torsos.
    hold_from_torsos: float = _tuned(1.2, 0.3, 2.0)
    hold_full_torsos: float = _tuned(1.7, 0.5, 3.0)
    # 3 deg: arms held "level" differ by that.
    roll_dead_rad: float = _tuned(0.052, 0.0, 0.3)
    # Arms at 40 deg are as far as a bank needs; beyond 60 deg of roll nobody sees the land.
    roll_gain: float = _tuned(1.4, 0.5, 4.0)
    roll_most_rad: float = _tuned(1.05, 0.3, 1.5)
    # In profile the last bank is kept for this long.
    keep_bank_s: float = _tuned(0.5, 0.0, 2.0)
    # Up: arms at 10 deg still glide, at 50 deg climb with all might.
    climb_dead_rad: float = _tuned(0.175, 0.0, 0.5)
    climb_full_rad: float = _tuned(0.87, 0.3, 1.5)
    # Down: a tired arm sags to 16 deg without diving; 43 deg is a full dive; below 50 deg begins the rest.
    dive_dead_rad: float = _tuned(0.28, 0.0, 0.5)
    dive_full_rad: float = _tuned(0.75, 0.3, 1.2)
    rest_from_rad: float = _tuned(0.87, 0.5, 1.4)
    rest_full_rad: float = _tuned(1.13, 0.6, 1.5)
    # Leaning this far, a torso says nothing of the camera; nor do the shoulders say where the player looks.
    upright_frac: float = _tuned(0.5, 0.2, 0.95)
    # Hands this near to the trunk's line rest: in the lap, on a desk, at the mouth. A toddler's spread arm is
    # 0.9 torsos long, and beyond that at any angle at which it dives or climbs.
    rest_near_torsos: float = _tuned(0.5, 0.2, 1.0)
    rest_far_torsos: float = _tuned(0.75, 0.3, 1.5)
    # Arms that are lowered from level to hanging within a second pass through the dive at 1.1 rad/s or more.
    # Over this time noise makes 0.2 rad/s; together with the growth it is the delay of a dive.
    dive_still_s: float = _tuned(0.15, 0.05, 0.5)
    dive_still_radps: float = _tuned(0.4, 0.0, 3.0)
    dive_moving_radps: float = _tuned(1.0, 0.1, 5.0)
    dive_grow_s: float = _tuned(0.1, 0.01, 1.0)
    # A lean of 6 deg is a shift of weight from foot to foot; nobody leans beyond 25 deg without a step.
    lean_dead_rad: float = _tuned(0.105, 0.02, 0.3)
    lean_full_rad: float = _tuned(0.436, 0.1, 0.8)
    lean_roll_rad: float = _tuned(0.35, 0.0, 1.0)
    # A tilted camera or chair is learned over this time, from arms within this of level, up to this lean.
    lean_renew_s: float = _tuned(8.0, 1.0, 60.0)
    lean_step_s: float = _tuned(0.1, 0.0, 0.5)
    lean_level_rad: float = _tuned(0.17, 0.05, 0.5)
    lean_most_rad: float = _tuned(0.26, 0.0, 0.6)
    # In flight a lean is meant, unless it lasts a minute on end.
    lean_lasting_s: float = _tuned(60.0, 20.0, 600.0)
    lean_span_s: float = _tuned(1.0, 0.1, 10.0)
    # Somebody who sits keeps the hips within 7 cm for this long. A standing thigh is 0.9 torsos long; a knee
    # half of that below the hips may belong to either. Standing up lifts the hips by more than this.
    seated_still_s: float = _tuned(5.0, 1.0, 60.0)
    seated_still_torsos: float = _tuned(0.15, 0.05, 0.5)
    seated_knee_torsos: float = _tuned(0.45, 0.2, 0.7)
    standing_knee_torsos: float = _tuned(0.65, 0.4, 0.9)
    stand_up_torsos: float = _tuned(0.3, 0.15, 0.8)
    # Seated: less reach counts as held and as a stroke, and the same bank needs less of an angle.
    seated_reach_frac: float = _tuned(0.8, 0.4, 1.0)
    seated_gain: float = _tuned(1.8, 0.5, 4.0)
    # From the one to the other within this, or the bank would step.
    seated_ease_s: float = _tuned(1.0, 0.1, 5.0)
    # Small players get help: a torso below a twelfth of the picture is small, and an arm line that moves by
    # more than 60 deg/s on average is restless. Full help doubles the dead zone and takes a third of the
    # bank.
    small_torso: float = _tuned(0.08, 0.02, 0.5)
    large_torso: float = _tuned(0.14, 0.03, 0.6)
    calm_radps: float = _tuned(0.4, 0.0, 3.0)
    restless_radps: float = _tuned(1.1, 0.1, 10.0)
    restless_hz: float = _tuned(0.2, 0.02, 2.0)
    small_limit_frac: float = _tuned(0.33, 0.0, 0.8)
    # Ducking by half a torso is as low as a griffin goes; on the toes is as high.
    duck_torsos: float = _tuned(0.5, 0.1, 1.5)
    stretch_torsos: float = _tuned(0.2, 0.05, 0.6)
    body_cutoff_hz: float = _tuned(1.5, 0.2, 5.0)
    body_beta: float = _tuned(1.0, 0.0, 10.0)

    # --- who is the player ---
    # Drop-outs up to this are bridged (motion blur, a swap, a hand before the face).
    bridge_s: float = _tuned(0.4, 0.1, 2.0)
    # A known body is followed over a gap between pictures of up to this, as long as it stays within reach.
    stall_s: float = _tuned(1.0, 0.0, 3.0)
    # Frames of a newcomer this long before the proof count as a player's: moving fast, one may need a second.
    pending_s: float = _tuned(1.5, 0.0, 10.0)
    # Then the controls ease to level within this.
    ease_s: float = _tuned(0.5, 0.1, 3.0)
    # A body that the model invents on a hand or a car doesn't hold still and whole for this long.
    confirm_s: float = _tuned(0.3, 0.1, 2.0)
    # A jump this long before its body was known to be a player is reported late rather than never.
    late_report_s: float = _tuned(0.25, 0.0, 0.5)
    # Shoulders and nose of a person are surer than this even from behind.
    trunk_visibility: float = _tuned(0.5, 0.1, 0.95)
    # Shoulder width over torso length of people is 0.5 to 1.0 in the model's space; on a car it is 0.3.
    least_shoulder_ratio: float = _tuned(0.4, 0.0, 0.7)
    most_shoulder_ratio: float = _tuned(1.2, 0.9, 3.0)
    # A new player stands or sits upright; bodies seen in cars and tables lie as often as not.
    begin_upright_frac: float = _tuned(0.5, 0.0, 0.9)
    # Head and shoulders are in the picture or close to it: a guess far beyond its edge doesn't count as seen.
    edge_margin: float = _tuned(0.2, 0.0, 0.5)
    # A torso larger than this is a hand near the camera. From 0.75 on the head may leave the picture.
    most_torso: float = _tuned(0.95, 0.4, 1.5)
    # A torso of a twenty-fifth of the picture is 10 m away, beyond what the model can see.
    least_torso: float = _tuned(0.04, 0.01, 0.2)
    # Bent towards the camera, the trunk of somebody known may look as small as this.
    least_trunk: float = _tuned(0.015, 0.001, 0.1)
    # In the model's space, people's trunks measure 4 cm when hardly seen, their torsos 6 to 57 cm.
    least_trunk_m: float = _tuned(0.01, 0.001, 0.03)
    least_torso_m: float = _tuned(0.03, 0.001, 0.05)
    most_torso_m: float = _tuned(1.2, 0.7, 5.0)
    # Root mean square of the joints' distances from the picture's corner (picture heights) and from the hips:
    # people stay below 2 and 1 m. Larger numbers, or none, are a damaged frame.
    most_rms_heights: float = _tuned(20.0, 5.0, 1000.0)
    most_rms_m: float = _tuned(10.0, 3.0, 100.0)
    # Between two frames a body stays within half a torso plus 3 m/s; after a longer hole, within 0.7 m.
    gate_torsos: float = _tuned(0.5, 0.1, 2.0)
    gate_per_s: float = _tuned(6.0, 1.0, 20.0)
    gate_most_torsos: float = _tuned(1.5, 0.5, 6.0)
    # And its scale within 20 %, four times the model's noise, plus what a leap at the camera adds.
    gate_scale: float = _tuned(1.2, 1.05, 3.0)
    gate_scale_per_s: float = _tuned(1.0, 0.1, 5.0)
    # Raising both arms: hands above the shoulders, in one place, for as long as nobody does by chance.
    raised_torsos: float = _tuned(0.05, -0.2, 0.8)
    raise_s: float = _tuned(0.5, 0.1, 3.0)
    still_torsos: float = _tuned(0.4, 0.05, 2.0)
    # Of several who don't raise their arms, the one in the middle is chosen after this.
    choose_s: float = _tuned(0.8, 0.0, 10.0)
    # A lone body that stands still this long while the pilot is lost is the pilot; a passer-by isn't.
    recover_s: float = _tuned(0.8, 0.2, 5.0)

    def __post_init__(self) -> None:
        for entry in fields(self):
            low, high = entry.metadata["low"], entry.metadata["high"]
            value = getattr(self, entry.name)
            if not low <= value <= high:
                raise ConfigError(f"{entry.name} = {value} is not between {low} and {high}.")
        for below, above in _ORDERED:
            if not getattr(self, below) < getattr(self, above):
                raise ConfigError(f"{below} must be below {above}.")


_ORDERED = (
    ("jump_height_torsos", "jump_blind_height_torsos"),
    ("jump_push_per_s2", "jump_blind_push_per_s2"),
    ("jump_rise_per_s", "jump_blind_rise_per_s"),
    ("jump_fall_end_per_s2", "jump_least_fall_per_s2"),
    ("jump_least_fall_per_s2", "jump_most_fall_per_s2"),
    ("jump_least_fall_per_s2", "jump_blind_fall_per_s2"),
    ("jog_step_s", "jog_rest_s"),
    ("flap_fast_out_torsos", "flap_out_torsos"),
    ("flap_small_least_s", "flap_small_most_s"),
    ("turn_sure_s", "turn_swap_s"),
    ("turn_width_s", "turn_narrow_s"),
    ("line_from_torsos", "line_full_torsos"),
    ("hold_from_torsos", "hold_full_torsos"),
    ("wrist_level_from_torsos", "wrist_level_full_torsos"),
    ("hand_from_torsos", "hand_full_torsos"),
    ("hand_from_visibility", "hand_full_visibility"),
    ("wrist_dead_rad", "wrist_most_rad"),
    ("climb_dead_rad", "climb_full_rad"),
    ("dive_dead_rad", "dive_full_rad"),
    ("dive_full_rad", "rest_full_rad"),
    ("rest_from_rad", "rest_full_rad"),
    ("rest_near_torsos", "rest_far_torsos"),
    ("dive_still_radps", "dive_moving_radps"),
    ("lean_dead_rad", "lean_full_rad"),
    ("seated_knee_torsos", "standing_knee_torsos"),
    ("seated_still_torsos", "stand_up_torsos"),
    ("joint_from_visibility", "joint_full_visibility"),
    ("wing_from_torsos", "wing_full_torsos"),
    ("small_torso", "large_torso"),
    ("calm_radps", "restless_radps"),
    ("least_shoulder_ratio", "most_shoulder_ratio"),
    ("least_torso", "most_torso"),
    ("least_torso_m", "most_torso_m"),
    ("flail_calm_per_s", "flail_speed_per_s"),
    ("flail_part_s", "flail_s"),
    ("bridge_s", "stall_s"),
)
