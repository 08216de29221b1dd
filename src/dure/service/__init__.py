"""Running the service on one machine: database, migrations, demo and web server, started together."""
