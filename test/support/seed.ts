/** Property tests try the same values in each run: a test is red for the change that broke it. `SEED=2` tries others. */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 1) });
