"""The front door: settings, wiring and the process that serves. Looks right at every other room of the house."""
