from shop.mailer import send

if __name__ == "__main__":
    send("everybody@example.com")
