"""What a person sees and touches, one module for each screen."""
