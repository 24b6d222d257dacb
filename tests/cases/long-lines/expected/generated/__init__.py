"""Generated code: a package for every service. Do not edit."""
