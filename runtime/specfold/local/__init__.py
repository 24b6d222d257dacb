"""One machine in the place of the cloud: the same functions, driven over an AWS emulator on loopback.

What the emulator lacks is done here, over the very entry points that Lambda calls: the event source
mapping, Firehose, the HTTP API with its JWT authorizer, and an issuer of tokens. Nothing here runs in
production, and nothing here ever talks to an address outside this machine.
"""
