"""Who may call: security schemes, and what each operation requires."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from specfold_generator.diagnostics.collector import quoted, suggest
from specfold_generator.documents.openapi.endpoints import Endpoint
from specfold_generator.model import ir
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import Reader, View

SchemeKind = Literal["openIdConnect", "oauth2", "http", "apiKey", "mutualTLS", "other"]
Requirements = tuple[tuple[ir.Requirement, ...], ...]

_KINDS: dict[str, SchemeKind] = {
    "openIdConnect": "openIdConnect",
    "oauth2": "oauth2",
    "http": "http",
    "apiKey": "apiKey",
    "mutualTLS": "mutualTLS",
}
_SCHEMES = "#/components/securitySchemes/"  # OpenAPI 3.2 lets a requirement name its scheme by a reference
_WELL_KNOWN = "/.well-known/openid-configuration"


class Security:
    """Reads the schemes of one document, and the requirements that name them."""

    def __init__(self, reader: Reader, document: View) -> None:
        self._reader = reader
        self._document = document
        components = document.view("components")
        found = components.views("securitySchemes") if components else {}
        self.schemes = tuple(self._scheme(name, view) for name, view in found.items())
        self._names = [scheme.name for scheme in self.schemes]

    def of(self, endpoint: Endpoint) -> Requirements:
        """Any of, all of; what the document says, unless the operation says otherwise. Empty: open to all."""
        holder = endpoint.view if "security" in endpoint.view else self._document
        found = [self._requirement(at) for at in holder.items("security")]
        return tuple(requirement for requirement in found if requirement is not None)

    def _requirement(self, at: DocumentNode) -> tuple[ir.Requirement, ...] | None:
        told: Mapping[str, object]
        if isinstance(at.value, str):
            self._reader.passed_over(at, "an object: security schemes to scopes", "no scopes are asked for")
            told = {at.value: []}
        elif isinstance(at.value, dict):
            told = at.value
        else:
            self._reader.wrong(at, "an object: security schemes to scopes")
            return None
        found = []
        for given, scopes in told.items():
            name = given if given in self._names else given.removeprefix(_SCHEMES)
            if name not in self._names:
                message = f"there is no security scheme {quoted(name)}; what asks for it answers 401"
                self._reader.diagnostics.add("SPF373", at.span, message, help=suggest(name, self._names))
            listed = [s for s in scopes if isinstance(s, str)] if isinstance(scopes, list) else []
            found.append(ir.Requirement(scheme=name, scopes=tuple(listed)))
        return tuple(found)

    def _scheme(self, name: str, view: View) -> ir.SecurityScheme:
        return ir.SecurityScheme(
            name=name,
            doc=view.text("description").strip(),
            origin=view.span,
            pointer=view.at.uri,
            kind=_KINDS.get(view.text("type"), "other"),
            issuer=view.text("x-issuer") or _issuer(view.text("openIdConnectUrl")),
            audience=self._audience(view),
        )

    def _audience(self, view: View) -> tuple[str, ...]:
        at = view.find("x-audience")
        if at is None:
            return ()
        values = at.value if isinstance(at.value, list) else [at.value]
        if not all(isinstance(value, str) for value in values):
            self._reader.wrong(at, "text, or a list of texts")
        return tuple(value for value in values if isinstance(value, str))


def _issuer(url: str) -> str | None:
    return url.removesuffix(_WELL_KNOWN) or None if url.endswith(_WELL_KNOWN) else url or None
