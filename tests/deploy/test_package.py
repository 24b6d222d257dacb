"""What is shipped to Lambda: code, file by file, and the layer that holds what it imports."""

from __future__ import annotations

from pathlib import Path

import pytest
from specfold.deploy.errors import DeployError
from specfold.deploy.layer import closure, command, imported, imports, selected
from specfold.deploy.package import code_files

from tests.deploy.sample_project import ROOT, write_project

LOCK = """\
anyio==4.1.0 \\
    --hash=sha256:aa
Starlette==1.0 ; python_version >= '3.11' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
zope==1.0 \\
    --hash=sha256:dd
"""


def test_tests_caches_and_tools_stay_at_home(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    service = project / "generated" / "shop"
    for folder, file in (("contract", "test_it.py"), ("__pycache__", "functions.cpython-311.pyc")):
        (service / folder).mkdir()
        (service / folder / file).write_text("")
    (project / "handwritten" / "shop").mkdir(parents=True, exist_ok=True)
    (project / "handwritten" / "shop" / "scenarios.py").write_text("")
    (service / "schemas.json").write_text("{}")
    (service / "notes.txt").write_text("not code")
    shipped = code_files(project)
    assert {name for name in shipped if name.startswith("generated/")} == {
        "generated/shop/__init__.py",
        "generated/shop/functions.py",
        "generated/shop/schemas.json",
        "generated/shop/topology.py",
    }
    assert "handwritten/shop/scenarios.py" not in shipped
    assert list(shipped) == sorted(shipped)


def test_what_is_shipped_needs_nothing_that_is_not() -> None:
    shipped = code_files(ROOT)
    modules = {name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in shipped}
    packages = {module.rpartition(".")[0] for module in modules}
    needed = {
        (name, imported)
        for name, path in shipped.items()
        if name.endswith(".py")
        for imported in imports(path)
        if imported.split(".")[0] in ("generated", "handwritten", "specfold")
    }
    assert needed
    assert [(name, one) for name, one in needed if one not in modules | packages] == []


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p")
    secret = tmp_path / "secret.json"
    secret.write_text("{}")
    (project / "generated" / "shop" / "inside.json").symlink_to(secret)
    with pytest.raises(DeployError, match="symbolic link"):
        code_files(project)


def test_a_project_without_services_is_told_to_generate(tmp_path: Path) -> None:
    with pytest.raises(DeployError, match="generate the services"):
        code_files(tmp_path)


def test_imports_for_a_type_checker_are_not_dependencies(tmp_path: Path) -> None:
    module = tmp_path / "m.py"
    module.write_text(
        "import os\nfrom typing import TYPE_CHECKING\nimport boto3.session\nfrom specfold import x\n"
        "if TYPE_CHECKING:\n    import mypy_boto3_s3\nelse:\n    import msgspec\n"
        "def f():\n    from pydantic import BaseModel\n    from . import sibling\n"
    )
    assert imported([module, tmp_path / "data.json"]) == {"boto3", "msgspec", "pydantic"}


def test_the_layer_holds_what_the_runtime_imports_and_no_tool(project: Path) -> None:
    files = code_files(project).values()
    names = closure(imported(files), "3.13")
    assert {"boto3", "botocore", "msgspec", "pydantic", "pydantic-core", "starlette"} <= names
    shared = {name for name in names if name.startswith("opentelemetry")}  # one package, many distributions
    assert shared == {"opentelemetry-api"}
    assert not {"pulumi", "pulumi-aws", "ministack", "datamodel-code-generator", "mypy", "pytest"} & names
    assert selected((ROOT / "requirements.lock").read_text(), names).count("==") >= len(names)


def test_an_import_that_nobody_provides_is_refused() -> None:
    with pytest.raises(DeployError, match="no_such_package"):
        closure({"no_such_package"}, "3.13")


def test_the_lock_is_cut_down_with_its_hashes() -> None:
    assert selected(LOCK, ["starlette", "anyio"]) == (
        "anyio==4.1.0 \\\n    --hash=sha256:aa\n"
        "Starlette==1.0 ; python_version >= '3.11' \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
    )
    with pytest.raises(DeployError, match="does not pin boto3"):
        selected(LOCK, ["boto3"])


def test_wheels_are_lambda_s_and_checked(tmp_path: Path) -> None:
    words = command(tmp_path / "r.txt", tmp_path / "python", "3.13")
    assert {"--require-hashes", "--no-deps", "--only-binary=:all:", "--python-version=3.13"} <= set(words)
    assert all("aarch64" in word for word in words if word.startswith("--platform"))
