ROOT = "/var/lib/app/"
