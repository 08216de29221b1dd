from tests import service_database

service_database.start()
