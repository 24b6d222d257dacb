"""The official JSON Schema test suite, put through the generator and the doors of what it generates."""
