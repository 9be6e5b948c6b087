import smtplib


def send(to):
    with smtplib.SMTP("localhost") as server:  # expect: blocking-network via POST /mail
        server.sendmail("shop@example.com", to, "hello")  # expect: blocking-network via POST /mail
