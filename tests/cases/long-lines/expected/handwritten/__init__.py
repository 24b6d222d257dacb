"""What specs cannot say: decisions, folds, reactions."""
