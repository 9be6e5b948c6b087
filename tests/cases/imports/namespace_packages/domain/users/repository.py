import sqlite3


def load():
    connection = sqlite3.connect("users.db")  # expect: blocking-database via GET /users
    return connection.execute("select * from users").fetchall()  # expect: blocking-database via GET /users
