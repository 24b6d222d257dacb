"""The HTTP API of a service, on Starlette."""

from specfold.http.app import Api, Settings

__all__ = ["Api", "Settings"]
