"""Run a program and tell what it and its children used, as JSON on stderr's last line.

The kernel counts the memory of a process from before it became the program it runs, so anyone who starts it
must be small: this imports next to nothing.
"""

import json
import os
import resource
import sys
import time

if __name__ == "__main__":
    begun = time.perf_counter()
    child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
    _, status = os.waitpid(child, 0)
    spent = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = [spent, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]
    print(f"\n{json.dumps(found)}", file=sys.stderr)
    sys.exit(os.waitstatus_to_exitcode(status))
