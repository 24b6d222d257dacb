"""What is expected of a case holds tests of its own services; they are not tests of this project."""

collect_ignore_glob = ["*/*"]
