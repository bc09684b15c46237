"""How staff come in and who they are: invitations, passwords, second factors, their own sign-ins, the staff list."""
