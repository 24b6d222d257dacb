"""The HTTP API of a service, on Starlette."""

from runtime.http.app import Api, Settings

__all__ = ["Api", "Settings"]
