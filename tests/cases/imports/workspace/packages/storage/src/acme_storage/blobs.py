import boto3


class Blobs:
    def __init__(self, bucket):
        self.bucket = bucket
        self.client = boto3.client("s3")

    def load(self, key):
        return self.client.get_object(Bucket=self.bucket, Key=key)  # expect: blocking-sdk via GET /files/{key}
