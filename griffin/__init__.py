"""Griffin: stand in front of a webcam, spread your arms, jump, and fly.

The way of the data, which the folders follow:

    camera process   Frame → Landmarks → BodyFeatures → Steering and GestureEvents ═╗
                     vision  vision      gesture        gesture                     ║ wire
    flight process   pixels ← SceneFrame ← Moment ← FlightState ← Controls ← Inputs ╝
                     render   scene        game     flight        input      app
"""
