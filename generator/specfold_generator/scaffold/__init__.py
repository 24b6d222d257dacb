"""New projects and upgrades of projects: `specfold init` and `specfold upgrade`."""
