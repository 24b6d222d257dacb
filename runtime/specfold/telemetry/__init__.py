"""What the runtime tells of itself. The core speaks to it, and nothing comes back: no result depends on it.

signals     log lines and metrics, by stable names
tracing     spans, by OpenTelemetry
"""
