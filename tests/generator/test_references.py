"""References: where they lead, and the fence round what they may reach."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specfold_generator.diagnostics.diagnostic import Diagnostic, SpecError
from specfold_generator.source import json_pointer as pointers
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.references import Workspace


class Project:
    """A project directory whose files are written by a test."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "specs").mkdir(parents=True)

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def resolve(self, ref: str, *, path: str = "specs/a.yaml", allow: tuple[str, ...] = ()) -> DocumentNode:
        """Resolve `ref` as if it stood at the root of a file of its own beside `path`."""
        workspace = Workspace(self.root, allow=allow)
        if not (self.root / path).exists():
            self.write(path, "{}")
        return workspace.resolve(DocumentNode(workspace.document(path), ()), ref)

    def refused(self, ref: str, *, path: str = "specs/a.yaml", allow: tuple[str, ...] = ()) -> Diagnostic:
        with pytest.raises(SpecError) as caught:
            self.resolve(ref, path=path, allow=allow)
        [found] = caught.value.diagnostics
        return found


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "shop")


# --- where references lead ------------------------------------------------------------------------------


def test_references_within_and_across_files(project: Project) -> None:
    project.write(
        "specs/asyncapi/ordering.yaml",
        "components:\n  schemas:\n    Order: {$ref: ../shared/money.json#/defs/0}\n",
    )
    project.write("specs/shared/money.json", '{"defs": [{"type": "number"}]}')
    workspace = Workspace(project.root)
    root = DocumentNode(workspace.document("specs/asyncapi/ordering.yaml"), ())
    order = workspace.resolve(root, "#/components/schemas/Order")
    assert order.uri == "specs/asyncapi/ordering.yaml#/components/schemas/Order"
    assert order == root.child("components", "schemas", "Order")
    money = workspace.follow(order)
    assert money.uri == "specs/shared/money.json#/defs/0"
    assert money.value == {"type": "number"}
    assert money.pointer == ("defs", 0)
    assert money.span.file == "specs/shared/money.json"
    assert workspace.follow(money) == money
    assert workspace.document("specs/shared/../shared/money.json") is money.document


@pytest.mark.parametrize(
    ("fragment", "value"),
    [
        ("#/a~1b", 1),
        ("#/c~0d", 2),
        ("#/e%20f", 3),
        ("#/%D0%B6", 4),
        ("#/ж", 4),
        ("#/100%25", 5),
        ("#/~01", 6),
        ("#/", 7),
        ("#/list/1", 9),
        ("#/list/1/", None),
        ("#/list/01", None),
        ("#/list/-1", None),
        ("#/list/2", None),
        ("#/a/b", 1),
    ],
)
def test_pointer_escapes(project: Project, fragment: str, value: int | None) -> None:
    document = {"a/b": 1, "c~d": 2, "e f": 3, "ж": 4, "100%": 5, "~1": 6, "": 7, "list": [8, 9]}
    project.write("specs/a.yaml", json.dumps(document))
    if value is None:
        assert project.refused(fragment).code == "SPF206"
    else:
        assert project.resolve(fragment).value == value


def test_a_whole_document(project: Project) -> None:
    project.write("specs/b.yaml", "x: 1\n")
    assert project.resolve("b.yaml").pointer == ()
    assert project.resolve("b.yaml#").value == {"x": 1}
    assert project.resolve("#").value == {}


def test_an_unescaped_slash_is_understood_with_a_warning(project: Project) -> None:
    project.write("specs/a.yaml", "m: {group/Name: 1}\nx: {$ref: '#/m/group/Name'}\n")
    workspace = Workspace(project.root)
    assert workspace.follow(DocumentNode(workspace.document("specs/a.yaml"), ("x",))).value == 1
    [warning] = workspace.warnings
    assert (warning.code, warning.span.line, warning.help) == ("SPF211", 2, "write `#/m/group~1Name`")


def test_a_pointer_goes_on_behind_a_reference(project: Project) -> None:
    project.write("specs/a.yaml", "x: {$ref: '#/channel/messages/Placed'}\nchannel: {$ref: b.yaml#/real}\n")
    project.write("specs/b.yaml", "real: {messages: {Placed: {$ref: '#/placed'}}}\nplaced: {name: Placed}\n")
    workspace = Workspace(project.root)
    found = workspace.follow(DocumentNode(workspace.document("specs/a.yaml"), ("x",)))
    assert found.uri == "specs/b.yaml#/placed"


def test_anchors_and_ids(project: Project) -> None:
    project.write(
        "specs/a.yaml",
        """
money: {$anchor: Money, type: number}
old: {$id: '#Old', type: string}
node: {$dynamicAnchor: node}
customer:
  $id: https://shop.example/schemas/customer
  $defs: {name: {type: string}, Money: {$anchor: Money, type: integer}}
  properties: {a: {$ref: '#/$defs/name'}, b: {$ref: address}, c: {$ref: '#Money'}, d: {$ref: '#/money'}}
address: {$id: https://shop.example/schemas/address, type: object}
""",
    )
    workspace = Workspace(project.root)
    root = DocumentNode(workspace.document("specs/a.yaml"), ())

    def lead(ref: str, *at: str) -> tuple[str | int, ...]:
        return workspace.resolve(root.child(*at), ref).pointer

    assert lead("#Money") == ("money",)
    assert lead("#Old") == ("old",)
    assert lead("#node") == ("node",)
    assert lead("https://shop.example/schemas/customer#/$defs/name") == ("customer", "$defs", "name")
    inside = ("customer", "properties")
    assert lead("#/$defs/name", *inside, "a") == ("customer", "$defs", "name")
    assert lead("address", *inside, "b") == ("address",)
    assert lead("#Money", *inside, "c") == ("customer", "$defs", "Money")
    assert lead("#/money", *inside, "d") == ("money",)


def test_a_property_called_ref_is_no_reference(project: Project) -> None:
    project.write(
        "specs/a.yaml",
        "properties:\n  $ref: {type: string}\n  properties: {$ref: '#/x'}\n  deep: {$ref: 5}\nx: {}\n",
    )
    workspace = Workspace(project.root)
    root = DocumentNode(workspace.document("specs/a.yaml"), ())
    assert workspace.reference(root.child("properties")) is None
    assert workspace.reference(root.child("properties", "properties")) == "#/x"
    with pytest.raises(SpecError, match="SPF201") as caught:
        workspace.follow(root.child("properties", "deep"))
    assert (caught.value.diagnostics[0].span.line, caught.value.diagnostics[0].span.column) == (4, 16)


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.integers(0, 9), max_size=4)
)
def test_an_encoded_pointer_parses_to_itself(pointer: list[str | int]) -> None:
    written = pointers.encode(tuple(pointer))
    assert "#" not in written
    if "\0" not in "".join(map(str, pointer)):
        assert pointers.parse(written) == tuple(map(str, pointer))


# --- circles --------------------------------------------------------------------------------------------


def test_a_circle_of_references_is_named(project: Project) -> None:
    project.write("specs/a.yaml", "z: {$ref: '#/a'}\na:\n  $ref: '#/b'\nb:\n  $ref: 'c.yaml#/c'\n")
    project.write("specs/c.yaml", "c: {$ref: 'a.yaml#/a'}\n")
    workspace = Workspace(project.root)
    told = set()
    for name in ("z", "a", "b"):
        with pytest.raises(SpecError) as caught:
            workspace.follow(DocumentNode(workspace.document("specs/a.yaml"), (name,)))
        told.add(caught.value.diagnostics[0])
    [found] = told
    assert found.code == "SPF209"
    assert "specs/a.yaml#/a -> specs/a.yaml#/b -> specs/c.yaml#/c -> specs/a.yaml#/a" in found.message
    assert (found.span.file, found.span.line) == ("specs/a.yaml", 3)
    assert [other.span.file for other in found.related] == ["specs/a.yaml", "specs/c.yaml"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a: {$ref: '#/a'}", "a"),
        ("a: {$ref: '#/a/b'}", "a"),
        ("a: {$ref: '#/b/x'}\nb: {$ref: '#/a/y'}", "a"),
        ("$ref: '#'", ""),
    ],
)
def test_references_to_themselves(project: Project, text: str, name: str) -> None:
    project.write("specs/a.yaml", text)
    workspace = Workspace(project.root)
    with pytest.raises(SpecError, match="SPF209"):
        workspace.follow(DocumentNode(workspace.document("specs/a.yaml"), (name,) if name else ()))


def test_recursive_schemas_are_fine(project: Project) -> None:
    project.write("specs/a.yaml", "Tree: {properties: {left: {$ref: '#/Tree'}}}\n")
    workspace = Workspace(project.root)
    tree = DocumentNode(workspace.document("specs/a.yaml"), ("Tree",))
    assert workspace.follow(tree.child("properties", "left")) == tree


def test_long_chains(project: Project) -> None:
    straight = {f"s{n}": {"$ref": f"#/s{n + 1}"} for n in range(3000)} | {"s3000": {"type": "null"}}
    nested = {f"n{n}": {"$ref": f"#/n{n + 1}/x"} for n in range(3000)} | {"n3000": {"x": 1}}
    project.write("specs/a.json", json.dumps(straight | nested))
    workspace = Workspace(project.root)
    root = DocumentNode(workspace.document("specs/a.json"), ())
    assert workspace.follow(root.child("s0")).pointer == ("s3000",)
    with pytest.raises(SpecError, match="SPF210"):
        workspace.follow(root.child("n0"))


# --- the fence ------------------------------------------------------------------------------------------

SECRET = "TOP-SECRET: 1"


@pytest.mark.parametrize(
    ("ref", "code"),
    [
        ("../secret.yaml", "SPF202"),
        ("../../outside.yaml", "SPF202"),
        ("sub/../../secret.yaml", "SPF202"),
        ("%2e%2e%2fsecret.yaml", "SPF202"),
        ("..%2Fsecret.yaml", "SPF202"),
        ("/etc/passwd", "SPF202"),
        ("%2Fetc/passwd", "SPF202"),
        ("link.yaml", "SPF202"),
        ("linked/secret.yaml", "SPF202"),
        ("../specs-more/x.yaml", "SPF202"),
        ("file:///etc/passwd", "SPF203"),
        ("file:secret.yaml", "SPF203"),
        ("FILE:secret.yaml", "SPF203"),
        ("http://127.0.0.1:1/x.yaml", "SPF203"),
        ("https://example.com/x.yaml", "SPF203"),
        ("//example.com/x.yaml", "SPF203"),
        ("ftp://h/x", "SPF203"),
        ("data:application/json,{}", "SPF203"),
        ("jar:file:x!/y", "SPF203"),
        ("c:/windows/x.yaml", "SPF203"),
        ("\\\\host\\share\\x.yaml", "SPF207"),
        ("..\\secret.yaml", "SPF207"),
        ("%5c%5chost/x.yaml", "SPF207"),
        ("a%00.yaml", "SPF207"),
        ("%ff.yaml", "SPF207"),
        ("%zz.yaml", "SPF207"),
        ("#/a~2", "SPF207"),
        ("#/a~", "SPF207"),
        ("#/%e2%82", "SPF207"),
        ("", "SPF207"),
        ("sub", "SPF205"),
        (".", "SPF205"),
        ("pipe.yaml", "SPF205"),
        ("missing.yaml", "SPF204"),
        ("x" * 5000, "SPF204"),
        ("#components/schemas/A", "SPF208"),
        ("#Nope", "SPF208"),
        ("#/nope", "SPF206"),
    ],
)
def test_references_that_are_refused(project: Project, ref: str, code: str) -> None:
    project.write("secret.yaml", SECRET)
    project.write("specs-more/x.yaml", SECRET)
    project.write("../outside.yaml", SECRET)
    project.write("specs/sub/x.yaml", "x: 1")
    project.write("specs/a.yaml", json.dumps({"x": 1, "y": {"$ref": ref}}, indent=1))
    os.symlink("../secret.yaml", project.root / "specs/link.yaml")
    os.symlink("..", project.root / "specs/linked")
    os.mkfifo(project.root / "specs/pipe.yaml")
    workspace = Workspace(project.root)
    with pytest.raises(SpecError) as caught:
        workspace.follow(DocumentNode(workspace.document("specs/a.yaml"), ("y",)))
    [found] = caught.value.diagnostics
    assert (found.code, found.span.file, found.span.line, found.span.column) == (code, "specs/a.yaml", 4, 11)
    assert "TOP-SECRET" not in repr(found)
    assert len(found.message) < 500


@pytest.mark.parametrize("path", ["secret.yaml", "specs/../secret.yaml", "/etc/passwd", "specs/link.yaml"])
def test_documents_asked_for_by_path_stay_inside_too(project: Project, path: str) -> None:
    project.write("secret.yaml", SECRET)
    os.symlink("../secret.yaml", project.root / "specs/link.yaml")
    with pytest.raises(SpecError, match="SPF202"):
        Workspace(project.root).document(path)


def test_a_link_inside_is_the_document_that_it_names(project: Project) -> None:
    project.write("specs/b.yaml", "x: 1")
    os.symlink("b.yaml", project.root / "specs/link.yaml")
    assert project.resolve("link.yaml").document.path == "specs/b.yaml"


def test_the_allow_list_names_files_directories_and_copies_of_urls(project: Project) -> None:
    project.write("secret.yaml", SECRET)
    project.write("vendor/one.yaml", "x: {$ref: two.yaml}")
    project.write("vendor/two.yaml", "type: string")
    project.write("vendorish/x.yaml", SECRET)
    allow = ("vendor", "https://example.com/s/=vendor/", "https://example.com/o.yaml=vendor/one.yaml")
    assert project.resolve("../vendor/two.yaml", allow=allow).value == {"type": "string"}
    assert (
        project.resolve("https://example.com/s/one.yaml#/x", allow=allow).document.path == "vendor/one.yaml"
    )
    assert project.resolve("https://example.com/o.yaml#/x", allow=allow).pointer == ("x",)
    for ref, code in [
        ("../secret.yaml", "SPF202"),
        ("../vendorish/x.yaml", "SPF202"),
        ("https://example.com/s/../secret.yaml", "SPF203"),
        ("https://example.com/s/%2e%2e/secret.yaml", "SPF203"),
        ("https://example.com/other.yaml", "SPF203"),
    ]:
        assert project.refused(ref, allow=allow).code == code
    assert project.resolve("../secret.yaml", allow=("secret.yaml",)).value == {"TOP-SECRET": 1}


def test_a_broken_target_is_told_at_its_own_place_every_time(project: Project) -> None:
    project.write("specs/b.yaml", "a: 1\nb: [\n")
    found = project.refused("b.yaml#/a")
    assert (found.code, found.span.file) == ("SPF106", "specs/b.yaml")
    workspace = Workspace(project.root)
    told = []
    for _ in range(2):
        with pytest.raises(SpecError) as caught:
            workspace.document("specs/b.yaml")
        told.append(caught.value.diagnostics)
    assert told[0] == told[1]


# --- what was meant -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ref", "help", "line"),
    [
        ("#/components/schemas/Ordr", "did you mean `#/components/schemas/Order`?", 3),
        ("#/component/schemas/Order", "did you mean `#/components/schemas/Order`?", 1),
        ("#/components/schemas/Placed", "did you mean `#/components/messages/Placed`?", 3),
        ("#/components/Placed", "did you mean `#/components/messages/Placed`?", 2),
        ("#/components/schemas/xyz", "known: `Order`", 3),
        ("b.yaml#/thing", "did you mean `b.yaml#/things`?", 1),
        ("c.yaml", "did you mean `sub/c.yaml`?", None),
        ("b.yml", "did you mean `b.yaml`?", None),
        ("#components/schemas/Order", "did you mean `#/components/schemas/Order`?", None),
    ],
)
def test_the_mend_says_what_was_meant(project: Project, ref: str, help: str, line: int | None) -> None:
    project.write(
        "specs/a.yaml",
        "openapi: 3.1.0\ncomponents:\n  schemas: {Order: {type: object}}\n  messages: {Placed: {}}\n",
    )
    project.write("specs/b.yaml", "things: {}\n")
    project.write("specs/sub/c.yaml", "x: 1\n")
    found = project.refused(ref)
    assert found.help == help
    assert [other.span.line for other in found.related] == ([line] if line else [])


@pytest.mark.timeout(300)
def test_suggestions_take_bounded_time(project: Project) -> None:
    project.write("specs/a.json", json.dumps({"s": {f"{'nm' * 25}{n}": 1 for n in range(20_000)}}))
    workspace = Workspace(project.root)
    at = DocumentNode(workspace.document("specs/a.json"), ())
    for name in ["n" * 100_000, *(f"{'nm' * 20}-{n}" for n in range(1_000))]:
        with pytest.raises(SpecError, match="SPF206"):
            workspace.resolve(at, f"#/s/{name}")


def test_listing(project: Project) -> None:
    for path in (
        "specs/b/z.yml",
        "specs/a.yaml",
        "specs/B.JSON",
        "specs/.git/x.yaml",
        "specs/.x.yaml",
        "specs/r.md",
    ):
        project.write(path, "{}")
    assert Workspace(project.root).paths() == ["specs/B.JSON", "specs/a.yaml", "specs/b/z.yml"]


def test_another_specs_directory(project: Project) -> None:
    project.write("api/deep/a.yaml", "x: {$ref: b.yaml}")
    project.write("api/deep/b.yaml", "y: 1")
    workspace = Workspace(project.root, specs="api/deep")
    assert workspace.paths() == ["api/deep/a.yaml", "api/deep/b.yaml"]
    at = DocumentNode(workspace.document("api/deep/a.yaml"), ("x",))
    assert workspace.follow(at).uri == "api/deep/b.yaml#"


def test_uris_can_be_read_back_as_references(project: Project) -> None:
    names = ["a/b", "c d", "100%", "~", "#", 'q"', "ж", "{id}", "\x1b", "\u202e"]
    project.write("specs/odd name%.yaml", json.dumps({name: {"x": 1} for name in names}))
    workspace = Workspace(project.root)
    root = DocumentNode(workspace.document("specs/odd name%.yaml"), ())
    for name in names:
        uri = root.child(name, "x").uri
        assert uri.isprintable()
        assert workspace.resolve(root, uri.removeprefix("specs/")) == root.child(name, "x")
