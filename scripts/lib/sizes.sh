# shellcheck shell=bash disable=SC2034  # setup.sh reads them
# Written by scripts/measure_sizes.py: in MB (a million bytes), as they are on Linux with x86-64.
play_fetched_mb=224
play_installed_mb=759
test_fetched_mb=309
test_installed_mb=1092
checkout_mb=123
model_fetched_mb=36
model_kept_mb=10
