"""What an attacker, or a tired author, puts where a document may say something."""

from __future__ import annotations

from typing import Any

# Any of these that becomes code leaves the mark, or shows in the text of what is generated.
_RUN = "__import__('os').open(__import__('os').path.expanduser('~/.specfold-pwned'),65)"
MARK = ".specfold-pwned"
EVALUATED = "1234321"  # what `{{1111*1111}}` would become
ESCAPES = (
    "\x1b",
    "\x9b",
    "\x07",
    "\x08",
    "\r",
    "\u202e",
    "\u2028",
    "\x00",
)  # may reach no terminal, nor code

TEXTS: tuple[str, ...] = (
    *("", " ", "-", "_", "__", "1", "0", ".", "..", "/", "~", "#", "$", "%", "\\", '"', "'", "`", "{", "}"),
    *("class", "None", "True", "import", "match", "async", "def", "self", "cls", "__init__", "__class__"),
    *("__file__", "__name__", "__builtins__", "model_config", "model_fields", "model_dump", "copy", "json"),
    *("typing", "annotations", "pydantic", "specfold", "generated", "handwritten", "conftest", "test_x"),
    *("str", "int", "list", "dict", "Any", "Field", "Event", "Literal", "Sequence", "datetime", "SERVICE"),
    *("null", "yes", "NO", "1.10", "0x1F", "1e999", "2026-01-31", "<<", "=", "*a", "&a", "!!python/none"),
    *("../../../../tmp/x", "/etc/passwd", "..\\..\\x", "a/../../b", "C:\\x", "CON", "nul.txt", ".hidden"),
    *("file:///etc/passwd", "http://127.0.0.1:9/x", "//host/x", "../asyncapi/../../../etc/passwd"),
    *("#/", "#/components", "#/%zz", "#/~2", "#/components/schemas/%2e%2e", "#anchor", "#"),
    *("{{1111*1111}}", "{% raw %}", "{# gone #}", "{{ cycler.__init__.__globals__ }}", "{%", "}}", "${x}"),
    *("%s%n", "%(x)s", "{0.__class__}", "{}", "$(touch x)", "`touch x`", "; touch x", "| touch x"),
    *("::error file=x::y", "::set-output name=a::b", "##[error]x", "[x](javascript:alert(1))", "<script>"),
    *("\x1b[31m", "\x1b]0;x\x07", "\r\nX-Forged: 1", "\n", "\t", "\x00", "\x7f", "\x85", "\u2028", "\u202e"),
    *("\ufeff", "\u200b", "\ud800", "😀", "名前", "\uff43lass", "\ufb01", "İ", "ß", "e\u0301", "\U0001d4b3"),
    *('"""', "'''", '\\"""', "\\", "\\N{DIGIT ONE}", "\\x41", 'a"""b\'\'\'c', "ends with \\", '"' * 7),
    *(f'"""\n{_RUN}\n"""', f"'''\n{_RUN}\n'''", f'");{_RUN}#', f"');{_RUN}#", f"\n{_RUN}\n", f"\\\n{_RUN}"),
    *(f"{_RUN}", f"x={_RUN}", f"x]:{_RUN}", f"x:\n  {_RUN}", f"#\n{_RUN}", f"#\r{_RUN}", f"#\u2028{_RUN}"),
    *(f"os.{_RUN}", f"os import system\n{_RUN}\nfrom os", f"{{{_RUN}}}", f"lambda: {_RUN}", f"*{{{_RUN}}}"),
    *("^(a+)+$", "(", "[", "(?P<n>x)(?P=n)", "\\p{L}+", "^(?!x).*$", "(?i)x", "a{1,99999}", "(x+x+)+y"),
    *("type", "properties", "$ref", "allOf", "const", "$message.payload#/x", "default"),
    "a" * 300, "名" * 200, "a" * 20_000, "😀" * 100, "a-" * 150, "\n" * 500, "_" * 300,
)  # fmt: skip

NUMBERS: tuple[Any, ...] = (
    *(0, -1, 1, 2, 255, 2**31, 2**53 + 1, 2**63, 10**40, 10**400, -(10**400)),
    *(0.5, -0.0, 1e308, 5e-324, 1.0, 0.1 + 0.2),
)
CONSTANTS: tuple[Any, ...] = (None, True, False, [], {}, [[]], [{}], {"": ""}, [None], {"a": None})

# Members that some tool, or a part of ours, listens to.
WORDS: tuple[str, ...] = (
    *("x-python-import", "x-python-type", "customTypePath", "customBasePath", "default_factory"),
    *("x-enum-varnames", "x-enumDescriptions", "x-enumNames", "x-parser-schema-id"),
    *("x-event-sourcing", "x-kinesis", "x-personal-data", "x-released", "x-specfold-ignore"),
    *("$id", "$schema", "$anchor", "$dynamicRef"),
    *("$dynamicAnchor", "$recursiveRef", "$vocabulary", "$defs", "definitions", "$comment", "$ref", "not"),
    *("if", "then", "else", "dependentSchemas", "dependentRequired", "propertyNames", "contains"),
    *("unevaluatedProperties", "unevaluatedItems", "patternProperties", "prefixItems", "contentSchema"),
    *("contentEncoding", "contentMediaType", "readOnly", "writeOnly", "nullable", "discriminator", "format"),
    *("multipleOf", "minLength", "maxLength", "pattern", "minimum", "maximum", "uniqueItems", "minItems"),
    *("allOf", "anyOf", "oneOf", "enum", "const", "default", "examples", "example", "deprecated", "title"),
)  # fmt: skip
