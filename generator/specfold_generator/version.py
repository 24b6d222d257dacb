"""Which generator this is, and which runtime its output stands on."""

VERSION = "0.1.0"
RUNTIME = ">=0.1,<0.2"
