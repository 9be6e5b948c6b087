TABLE = open("/var/lib/app/constants.csv").read()
