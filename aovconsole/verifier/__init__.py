"""The stand-alone verifier of a proof: one file, which the console writes beside a proof and never imports itself."""
