"""Topologies become Pulumi resources; the same program runs against an embedded AWS, without the CLI.

    program     deploy(topologies, settings): every resource of a project
    record      the program's graph, for tests and for reading
    provision   the program's resources, made in an emulator on a loopback address

Nothing is imported here: pulumi_aws takes seconds the first time.
"""
