"""Ways by which a notice leaves that are no mail: web hooks, a command, and the services that Apprise reaches."""
