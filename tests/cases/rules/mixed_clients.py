"""One attribute for the clients of several services: what only one of them has is not said of the other."""

from azure.keyvault.secrets import SecretClient
from fastapi import FastAPI
from google.cloud.secretmanager import SecretManagerServiceClient

app = FastAPI()


class Vault:
    def __init__(self, client) -> None:
        self.client = client

    def place(self, name: str) -> str:
        return self.client.secret_path("project", name)  # puts a text together, as the Google client does

    def read(self, name: str):
        return self.client.get_secret(name)  # expect: blocking-sdk via GET /secret


vaults = [Vault(SecretClient("url", None)), Vault(SecretManagerServiceClient())]


@app.get("/secret")
async def secret(name: str):
    return [vault.read(vault.place(name)) for vault in vaults]  # boundary
