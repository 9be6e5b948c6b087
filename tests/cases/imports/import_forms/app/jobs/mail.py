import smtplib


def send(to):
    smtplib.SMTP("localhost").sendmail("a", to, "hello")  # expect: blocking-network via GET /dotted via GET /from via GET /package
