"""Griffin: stand in front of a webcam, spread your arms, jump, and fly.

The way of the data, which the folders follow:

    camera process   Frame → Landmarks → BodyFeatures → GestureEvent ═╗
                     vision  vision      gesture        gesture       ║ wire
    flight process   pixels ← SceneFrame ← FlightState ← Controls   ◄═╝
                     render   scene        flight        flight
"""
