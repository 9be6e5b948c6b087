def total(items):
    return sum(item["total"] for item in items)
