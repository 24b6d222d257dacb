# Generated from specs/. Do not edit: change the spec, then generate again.
"""Traps \"\"\"; import os; os.system('x') #, version 1.0.0
import os.

{{ 7 * 7 }} {% include 'x' %} ends in a backslash \\
"""
