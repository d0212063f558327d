import fc from "fast-check";

// The same scenes in every run: a mutant must not live or die by chance.
fc.configureGlobal({ seed: 20251124 });
