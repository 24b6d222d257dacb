"""What AWS, and the checks before a deployment, accept of a topology: patterns and lengths of names.

`specfold.deploy.checks` refuses the same things before the first resource is registered; both read them from
`specfold.model.shared.limits`. Here they are reported while the document is being written.
"""

from __future__ import annotations

from collections.abc import Iterator

from specfold.model.shared.limits import (
    ATTRIBUTE,
    AUDIENCE,
    AUTHORIZER,
    DELIVERY_ROLE_SUFFIX,
    FUNCTION_NAME,
    HTTPS_ISSUER,
    LOGICAL,
    LOOPBACK_ISSUER,
    SCOPE,
)

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.collector import quoted
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location
from specfold_generator.model import ir
from specfold_generator.model.http_gateway import routes_of
from specfold_generator.model.topology import Topology

LONGEST_NAME = FUNCTION_NAME - len("a-b-")  # at least these characters come before it

Problem = tuple[Location, str, str]  # where, message, help


def check_deployable(service: ir.Service, topology: Topology) -> Iterator[Diagnostic]:
    """What of a service cannot be deployed as it is; it runs locally all the same."""
    place = Location(next(iter(service.documents), "specs"))
    problems = [*_names(place, topology), *_keys(service), *_security(service), *_scopes(service)]
    for span, message, help_ in problems:
        yield diagnose("SPF446", span, message, help=help_)


def _names(place: Location, topology: Topology) -> Iterator[Problem]:
    named = [("service", topology.service, LONGEST_NAME)]
    named += [("stream", s.name, LONGEST_NAME - len(DELIVERY_ROLE_SUFFIX)) for s in topology.streams]
    named += [("table", table.name, LONGEST_NAME) for table in topology.tables]
    named += [("function", function.name, LONGEST_NAME) for function in topology.functions]
    for kind, name, longest in named:
        if not LOGICAL.fullmatch(name):
            message = f"the {kind} would be called {quoted(name)}, and names of resources begin with a letter"
            yield place, message, "rename the document, or what the resource is named after"
        if len(name) > longest:
            message = f"the {kind} would be called {quoted(name)}, which has {len(name)} characters"
            yield place, message, f"choose shorter names: AWS leaves {longest} for it"
    for function in topology.functions:
        if function.name.endswith(DELIVERY_ROLE_SUFFIX):
            message = f"the function would be called {quoted(function.name)}"
            yield place, message, f"rename it: `{DELIVERY_ROLE_SUFFIX}` ends the names of delivery roles"


def _keys(service: ir.Service) -> Iterator[Problem]:
    for row in service.read_models:
        keys = [(row.key, row.origin), *((index.key, index.origin) for index in row.indexes)]
        for key, span in keys:
            for member in filter(None, (key.partition, key.sort)):
                if not ATTRIBUTE.fullmatch(member):
                    message = f"{quoted(member)} is part of a key of {quoted(row.name)}"
                    help_ = "a member of a key is named by letters, digits, `_`, `.`, `#` and `-`"
                    yield span, message, help_


def _security(service: ir.Service) -> Iterator[Problem]:
    for scheme in service.security_schemes:
        if not scheme.issuer:
            continue
        if not AUTHORIZER.fullmatch(scheme.name):
            message = f"an authorizer cannot be called {quoted(scheme.name)}"
            yield scheme.origin, message, "use up to 64 letters, digits, `.`, `_` and `-`"
        if not (HTTPS_ISSUER.fullmatch(scheme.issuer) or LOOPBACK_ISSUER.fullmatch(scheme.issuer)):
            message = f"{quoted(scheme.issuer)} cannot be the issuer of {quoted(scheme.name)}"
            yield scheme.origin, message, "write an https URL without a query"
        for audience in scheme.audience:
            if not AUDIENCE.fullmatch(audience):
                message = f"{quoted(audience)} cannot be an audience of {quoted(scheme.name)}"
                yield scheme.origin, message, "use up to 256 letters, digits and the signs of a URL"


def _scopes(service: ir.Service) -> Iterator[Problem]:
    for route in routes_of(service):
        scopes = {scope for way in route.security for needed in way for scope in needed.scopes}
        for scope in sorted(scopes):
            if not SCOPE.fullmatch(scope):
                message = f"{quoted(scope)} cannot be a scope of {quoted(route.name)}"
                yield route.origin, message, "use up to 128 letters, digits and `._:/*+@-`"
