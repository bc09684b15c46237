"""The load tool behind script/bench."""
