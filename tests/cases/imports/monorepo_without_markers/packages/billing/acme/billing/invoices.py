from acme.shared.http import fetch


def open_invoices():
    return fetch("/invoices")
